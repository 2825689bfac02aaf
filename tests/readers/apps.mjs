// Opens a book in a reading app that runs already and has a port for inspection, and prints what was met, as JSON.
//     node apps.mjs foliate|calibre PORT

import puppeteer from "puppeteer-core"
import WebSocket from "ws"

const [app, port] = process.argv.slice(2)
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
const until = async (what, condition) => {
    for (let count = 0; count < 100; count++) {
        const found = await condition()
        if (found) return found
        await pause(200)
    }
    throw Error(`nothing came: ${what}`)
}

// What a reader meets in one document. It runs in the app. Calibre keeps addresses of links in attributes of its own.
const look = doc => {
    const target = link => link && doc.getElementById([...link.attributes].map(each => each.value)
        .map(value => /"frag":\s*"([^"]+)"/.exec(value)?.[1] ?? (/^[^{]*#(.+)$/.exec(value)?.[1]))
        .find(Boolean) ?? "")
    const calls = [...doc.querySelectorAll("a[role='doc-noteref']")]
    const back = calls.map(call => target(target(call)?.querySelector("a[role='doc-backlink']")))
    return {
        text: doc.body.textContent,
        code: [...doc.querySelectorAll("pre")].map(each => each.innerText),
        tasks: [...doc.querySelectorAll(".task-list-item")].map(each => each.innerText),
        links: [...doc.querySelectorAll(".contents-list a")].map(each => each.textContent),
        notes: calls.length, back: back.filter(Boolean).length,
    }
}

// WebKit's inspector, as Foliate offers it: messages go to a target inside the page.
async function foliate() {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket/1/1/WebPage`)
    const waiting = new Map()
    let target, count = 0
    socket.on("message", data => {
        const { method, params } = JSON.parse(data)
        if (method === "Target.targetCreated") target ??= params.targetInfo.targetId
        if (method !== "Target.dispatchMessageFromTarget") return
        const answer = JSON.parse(params.message)
        waiting.get(answer.id)?.(answer)
    })
    await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject))
    await until("a page", () => target)
    const send = (method, params) => new Promise((resolve, reject) => {
        const id = ++count
        waiting.set(id, answer => answer.error ? reject(Error(answer.error.message)) : resolve(answer.result))
        const message = JSON.stringify({ id, method, params })
        socket.send(JSON.stringify({ id: 10_000 + id, method: "Target.sendMessageToTarget", params: { targetId: target, message } }))
    })
    // The value of an expression; a promise leaves its value in `window.met`.
    const run = async expression => {
        const { result, wasThrown } = await send("Runtime.evaluate", { expression, returnByValue: true })
        if (wasThrown) throw Error(result.description)
        return result.value
    }
    const later = async expression => {
        await run(`window.met = null; Promise.resolve(${expression}).then(value => window.met = JSON.stringify(value ?? 0), error => window.met = JSON.stringify({ failed: String(error) })); 0`)
        return JSON.parse(await until(expression.slice(0, 60), () => run("window.met")))
    }
    await until("the book", () => run("typeof rendition === 'object' && rendition !== null && rendition.getContents().length > 0"))
    const hrefs = await run("book.spine.spineItems.map(item => item.href)")
    const documents = []
    for (const href of hrefs) {
        await later(`rendition.display(${JSON.stringify(href)}).then(() => 1)`)
        documents.push({ name: href, ...await run(`(${look})(rendition.getContents()[0].document)`) })
    }
    const entries = await run("(function flat(items) { return items.flatMap(item => [item, ...flat(item.subitems ?? [])]) })(book.navigation.toc).map(item => ({ label: item.label.trim(), href: item.href }))")
    for (const entry of entries) {
        const shown = await later(`rendition.display(${JSON.stringify(entry.href)}).then(() => { const id = ${JSON.stringify(entry.href)}.split("#")[1]; const doc = rendition.getContents()[0].document; return id ? Boolean(doc.getElementById(id)) : doc.body.textContent.length > 0 })`)
        entry.leads = shown === true
    }
    await later(`rendition.display(${JSON.stringify(hrefs.at(-2))}).then(() => 1)`)
    socket.close()
    return { documents, entries }
}

// Calibre's viewer: Chromium inside Qt. A document is a frame; keys turn pages.
async function calibre() {
    const browser = await until("the viewer", () => puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null }).catch(() => null))
    const page = await until("a page", async () => (await browser.pages()).find(each => each.url().startsWith("clbr:")))
    const frame = () => page.frames().find(each => each.url().startsWith("clbr://internal.sandbox"))
    const state = () => frame()?.evaluate(() => document.body?.querySelector("section, img") ? `${document.title}|${document.body.textContent}` : "").catch(() => "")
    await until("the book", state)
    await page.keyboard.press("Shift") // closes the welcome
    await pause(1500)
    const documents = []
    let before = "", still = 0
    while (still < 3 && documents.length < 60) {
        const now = await state()
        if (now && now !== before) {
            documents.push(await frame().evaluate(`(${look})(document)`))
            before = now
            still = 0
        }
        await page.keyboard.press("PageDown")
        await pause(500)
        if (await state() === before) still++
    }
    const links = documents.flatMap(each => each.links).slice(0, 8)
    const entries = []
    for (const [index, label] of links.entries()) entries.push({ label, leads: await follow(page, frame, state, index, label) })
    browser.disconnect()
    return { documents, entries }
}

// From the start of the book to its contents, and on to an entry: whether its heading is in sight then.
async function follow(page, frame, state, index, label) {
    await page.keyboard.down("Control")
    await page.keyboard.press("Home")
    await page.keyboard.up("Control")
    await until("the contents", async () => {
        await page.keyboard.press("PageDown")
        await pause(500)
        return frame().evaluate("Boolean(document.querySelector('.contents-list'))").catch(() => false)
    })
    const here = await state()
    await frame().evaluate(number => document.querySelectorAll(".contents-list a")[number].click(), index)
    await until(label, async () => { const now = await state(); return now && now !== here })
    await pause(500)
    return frame().evaluate(text => {
        const heading = [...document.querySelectorAll("h1, h2, h3, h4")].find(each => each.textContent === text)
        const box = heading?.getBoundingClientRect()
        return Boolean(box && box.left >= 0 && box.left < innerWidth && box.top < innerHeight)
    }, label)
}

console.log(JSON.stringify(await (app === "foliate" ? foliate() : calibre())))
process.exit(0)
