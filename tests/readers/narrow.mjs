// Opens the documents of unpacked EPUBs in a narrow window and prints what runs over its edge, as JSON.
//     node narrow.mjs BROWSER SHOTS DOCUMENT.XHTML…      SHOTS is a folder for screenshots, or "-"

import path from "node:path"
import { pathToFileURL } from "node:url"
import puppeteer from "puppeteer-core"

const [browserPath, shots, ...documents] = process.argv.slice(2)
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], protocolTimeout: 300_000 })
const page = await browser.newPage()
page.setDefaultTimeout(120_000)
const outcome = []
// What readers set themselves: sizes, and an alignment that nothing in the book can undo.
const forced = "html { font-size: 200% } p { text-align: justify !important; text-indent: 1em }"
for (const [width, sheet] of [[420, ""], [320, ""], [421, forced]]) {
    await page.setViewport({ width, height: 640 })
    for (const document_ of documents) {
        await page.goto(pathToFileURL(document_).href)
        if (sheet) await page.addStyleTag({ content: sheet })
        const found = await page.evaluate(() => {
            const scrolls = element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX)
            const over = []
            for (const element of document.body.querySelectorAll("*")) {
                let outer = element.parentElement
                while (outer && !scrolls(outer)) outer = outer.parentElement
                const { right, left, width } = element.getBoundingClientRect()
                if (!outer && width && (right > innerWidth + 1 || left < -1)) {
                    const name = element.localName + [...element.classList].map(each => `.${each}`).join("")
                    over.push(`${name} ${Math.round(left)}–${Math.round(right)}: ${element.textContent.trim().slice(0, 40)}`)
                }
            }
            const aside = []
            for (const each of document.querySelectorAll(".title-page p, p.picture, p.caption, p.pullquote, figcaption p")) {
                const range = document.createRange()
                range.selectNodeContents(each)
                const line = [...range.getClientRects()].filter(box => box.width).at(-1)
                const { left, right } = each.getBoundingClientRect()
                if (line && Math.abs((line.left - left) - (right - line.right)) > 4) aside.push(each.textContent.trim().slice(0, 40))
            }
            return { over, aside, wide: document.documentElement.scrollWidth }
        })
        outcome.push({ document: document_, width, ...found })
        if (shots !== "-") {
            const name = `narrow-${width}-${path.basename(document_, ".xhtml")}.png`
            await page.screenshot({ path: path.join(shots, name), fullPage: true })
        }
    }
}
await browser.close()
console.log(JSON.stringify(outcome))
