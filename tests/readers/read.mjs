// Opens EPUBs in foliate-js and epub.js and prints what was met, as JSON.
//     node read.mjs BROWSER SHOTS BOOK…      SHOTS is a folder for screenshots, or "-"

import { createServer } from "node:http"
import { readFile } from "node:fs/promises"
import path from "node:path"
import puppeteer from "puppeteer-core"

const [browserPath, shots, ...books] = process.argv.slice(2)
const here = import.meta.dirname
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" }

const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname)
    const wanted = /^\/book\/(\d+)$/.exec(name)
    const file = wanted ? books[Number(wanted[1])] : path.join(here, path.normalize(name))
    try {
        const data = await readFile(file)
        response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" })
        response.end(data)
    } catch {
        response.writeHead(404).end()
    }
})
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"], protocolTimeout: 300_000 })
const open = async (reader, scheme) => {
    const page = await browser.newPage()
    page.setDefaultTimeout(120_000)
    const errors = []
    page.on("pageerror", error => errors.push(String(error)))
    await page.setViewport({ width: 600, height: 800 })
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }])
    await page.goto(`${origin}/${reader}.html`)
    await page.waitForFunction("window.ready")
    return { page, errors }
}

const outcome = []
for (const [count, book] of books.entries()) {
    for (const reader of ["foliate", "epubjs"]) {
        const { page, errors } = await open(reader, "light")
        let report
        try {
            report = await page.evaluate(address => window.inspect(address), `/book/${count}`)
        } catch (error) {
            report = { failed: String(error) }
        }
        outcome.push({ book, reader, errors, ...report })
        await page.close()
    }
    for (const scheme of shots === "-" ? [] : ["light", "dark"]) {
        const { page } = await open("foliate", scheme)
        await page.evaluate(address => window.show(address, "EPUB/chapter-1.xhtml"), `/book/${count}`)
        const name = `${path.basename(book, ".epub")}-${scheme}.png`
        await page.screenshot({ path: path.join(shots, name) })
        await page.close()
    }
}
await browser.close()
server.close()
console.log(JSON.stringify(outcome))
