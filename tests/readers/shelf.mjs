// Opens a shelf's page from disk and prints what was met, as JSON.
//     node shelf.mjs BROWSER SHOTS INDEX.HTML      SHOTS is a folder for screenshots, or "-"

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import path from "node:path"
import { pathToFileURL } from "node:url"
import puppeteer from "puppeteer-core"

const [browserPath, shots, index] = process.argv.slice(2)
const axe = await readFile(createRequire(import.meta.url).resolve("@daisy/axe-core-for-ace/axe.min.js"), "utf8")
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], protocolTimeout: 300_000 })
const page = await browser.newPage()
page.setDefaultTimeout(120_000)
const errors = []
const remote = []
page.on("pageerror", error => errors.push(String(error)))
page.on("console", message => ["error", "warning"].includes(message.type()) && errors.push(message.text()))
page.on("request", request => /^(file|data):/.test(request.url()) || remote.push(request.url()))
page.on("requestfailed", request => errors.push(`${request.url()}: ${request.failure().errorText}`))
await page.goto(pathToFileURL(index).href)

const shoot = async (name, width, scheme) => {
    await page.setViewport({ width, height: 1000 })
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }])
    if (shots !== "-") await page.screenshot({ path: path.join(shots, `shelf-${name}.png`) })
}
const search = await page.evaluate(() => {
    const input = document.getElementById("find")
    const times = []
    const counts = {}
    for (const words of ["a", "letter", "書架", "mara 2021", "zzz", ""]) {
        const start = performance.now()
        input.value = words
        input.dispatchEvent(new Event("input"))
        document.body.getBoundingClientRect()
        times.push(performance.now() - start)
        counts[words] = [...document.querySelectorAll(".book")].filter(book => book.offsetParent).length
    }
    return { times: times.map(Math.round), slowest: Math.max(...times), counts }
})
const reached = new Set()
await page.evaluate(() => document.body.focus())
const books = await page.evaluate(() => document.querySelectorAll(".book").length)
for (let step = 0; step < books * 5 + 40; step += 1) {
    await page.keyboard.press("Tab")
    const book = await page.evaluate(() => document.activeElement.closest(".book")?.id)
    if (book) reached.add(book)
}
const violations = []
for (const [name, width, scheme] of [["wide", 1280, "light"], ["narrow", 360, "light"], ["dark", 1280, "dark"]]) {
    await page.evaluate(() => scrollTo(0, 0))
    await shoot(name, width, scheme)
    const client = await page.createCDPSession()
    await client.send("Runtime.evaluate", { expression: axe })  // past the page's own policy, as a tool may
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }))
    violations.push(...found.violations.map(each => `${name}: ${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 150)}`))
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    if (overflow) violations.push(`${name}: wider than the window`)
}
if (shots !== "-") await page.pdf({ path: path.join(shots, "shelf-print.pdf"), format: "A4" })
await browser.close()
console.log(JSON.stringify({ errors, remote, search, books, reached: reached.size, violations }))
