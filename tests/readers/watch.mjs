// Reads a preview in Chromium while its posts are edited, and prints what was seen, as JSON.
//     node watch.mjs BROWSER SHOTS ADDRESS POST      SHOTS is a folder for screenshots, or "-"

import { readFile, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import path from "node:path"
import puppeteer from "puppeteer-core"

const [browserPath, shots, address, post] = process.argv.slice(2)
const axe = await readFile(createRequire(import.meta.url).resolve("@daisy/axe-core-for-ace/axe.min.js"), "utf8")
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], protocolTimeout: 300_000 })
const page = await browser.newPage()
page.setDefaultTimeout(120_000)
const errors = []
page.on("pageerror", error => errors.push(String(error)))
page.on("console", message => ["error", "warning"].includes(message.type()) && errors.push(message.text()))
page.on("request", request => request.url().startsWith(address) || /^(data|about):/.test(request.url()) || errors.push(request.url()))
await page.setViewport({ width: 900, height: 600 })
await page.goto(address, { waitUntil: "domcontentloaded" })

const words = text => page.waitForFunction(text => {
    const shown = document.querySelector("iframe.shown")?.contentDocument
    return shown && shown.body && shown.body.innerText.includes(text)
}, {}, text)
const shoot = async name => shots !== "-" && await page.screenshot({ path: path.join(shots, `watch-${name}.png`) })
const text = await readFile(post, "utf8")

await words("Paragraph 59")
const place = await page.evaluate(() => {
    const shown = document.querySelector("iframe.shown").contentWindow
    shown.scrollTo(0, 1500)
    return shown.scrollY
})
await writeFile(post, text.replace("Paragraph 59", "Mended paragraph 59"))
await words("Mended paragraph 59")
const kept = await page.evaluate(() => document.querySelector("iframe.shown").contentWindow.scrollY)
await shoot("mended")

await writeFile(post, "---\ntitle: [\n---\n")
await page.waitForFunction(() => !document.querySelector("#errors").hidden)
const error = await page.$eval("#errors", element => element.innerText)
const below = await page.evaluate(() => document.querySelector("iframe.shown").contentDocument.body.innerText.includes("Mended"))

const violations = []
for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }])
    await shoot(`broken-${scheme}`)
    const client = await page.createCDPSession()
    await client.send("Runtime.evaluate", { expression: axe })  // past the page's own policy, as a tool may
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], iframes: false }))
    violations.push(...found.violations.map(each => `${scheme}: ${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 150)}`))
}
await writeFile(post, text)
await page.waitForFunction(() => document.querySelector("#errors").hidden)
await words("Paragraph 59")
console.log(JSON.stringify({ errors, place, kept, error, below, violations }))
await browser.close()
