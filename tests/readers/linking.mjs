// Opens pages of a site in Chromium, follows their links to books, and prints what was seen, as JSON.
//     node linking.mjs BROWSER SHOTS ADDRESS…      SHOTS is a folder for screenshots, or "-"

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import path from "node:path"
import puppeteer from "puppeteer-core"

const [browserPath, shots, ...addresses] = process.argv.slice(2)
const axe = await readFile(createRequire(import.meta.url).resolve("@daisy/axe-core-for-ace/axe.min.js"), "utf8")
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"] })
const page = await browser.newPage()
await page.setViewport({ width: 400, height: 600 })
const violations = []
const answers = {}
for (const [number, address] of addresses.entries()) {
    await page.goto(address)
    if (shots !== "-") await page.screenshot({ path: path.join(shots, `linking-${number}.png`) })
    await page.evaluate(axe)
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }))
    violations.push(...found.violations.map(each => `${address}: ${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 150)}`))
    Object.assign(answers, await page.evaluate(async () => {
        const links = [...document.querySelectorAll("main a[href]")].map(link => link.href)
        return Object.fromEntries(await Promise.all(links.map(async href => {
            const answer = await fetch(href)
            return [href, [answer.status, (await answer.blob()).size]]
        })))
    }))
}
console.log(JSON.stringify({ violations, answers }))
await browser.close()
