// Opens a ZIM file that kiwix-serve shows, searches it, opens what was found, and prints what was met, as JSON.
//     node zim.mjs BROWSER SHOTS ADDRESS      SHOTS is a folder for screenshots, or "-"

import path from "node:path"
import puppeteer from "puppeteer-core"

const [browserPath, shots, start] = process.argv.slice(2)
const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], protocolTimeout: 300_000 })
const page = await browser.newPage()
page.setDefaultTimeout(120_000)
const remote = []
page.on("request", request => request.url().startsWith(start) || request.url().startsWith("data:") || remote.push(request.url()))

const shoot = async name => { if (shots !== "-") await page.screenshot({ path: path.join(shots, `zim-${name}.png`) }) }
const texts = query => page.$$eval(query, all => all.map(each => each.textContent.trim()))

await page.goto(`${start}/build/`, { waitUntil: "networkidle0" })
const listed = await texts(".book h3")
const covers = await page.$$eval(".book img", all => all.map(each => each.complete && each.naturalWidth > 0))
await shoot("first")
const report = { listed, covers }
for (const word of ["雜誌", "whistle"]) {
    await page.goto(`${start}/search?content=build&pattern=${encodeURIComponent(word)}`, { waitUntil: "networkidle0" })
    report[word] = await texts(".results a, .results li > a")
}
await shoot("search")
await Promise.all([page.waitForNavigation({ waitUntil: "networkidle0" }), page.click(".results a")])
report.opened = await page.$eval("article h1", each => each.textContent.trim())
await shoot("book")
console.log(JSON.stringify({ ...report, remote }))
await browser.close()
