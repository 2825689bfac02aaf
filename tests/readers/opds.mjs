// Reads a shelf's catalogues with r2-opds-js, the parser of Thorium and other Readium applications, and prints what it
// understood, as JSON: every feed that links lead to, and every address in it.
//     node opds.mjs FOLDER

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import path from "node:path"
import { DOMParser } from "@xmldom/xmldom"

const require = createRequire(import.meta.url)
const { initGlobalConverters_GENERIC, initGlobalConverters_OPDS } = {
    ...require("r2-shared-js/dist/es8-es2017/src/init-globals"), ...require("r2-opds-js/dist/es8-es2017/src/opds/init-globals"),
}
const { OPDS } = require("r2-opds-js/dist/es8-es2017/src/opds/opds1/opds")
const { OPDSFeed } = require("r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2")
const { convertOpds1ToOpds2 } = require("r2-opds-js/dist/es8-es2017/src/opds/converter")
const { XML } = require("r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper")
const { TaJsonDeserialize } = require("r2-lcp-js/dist/es8-es2017/src/serializable")
initGlobalConverters_OPDS()
initGlobalConverters_GENERIC()

const folder = process.argv[2]
const read = {
    xml: text => convertOpds1ToOpds2(XML.deserialize(new DOMParser().parseFromString(text, "text/xml"), OPDS)),
    json: text => TaJsonDeserialize(JSON.parse(text), OPDSFeed),
}
const title = value => typeof value === "string" ? value : Object.values(value ?? {})[0]
const report = {}
for (const start of ["opds.xml", "opds.json"]) {
    const kind = start.split(".")[1]
    const waiting = [start], feeds = {}
    while (waiting.length) {
        const name = waiting.pop()
        if (feeds[name]) continue
        const feed = read[kind](await readFile(path.join(folder, decodeURIComponent(name)), "utf8"))
        const publications = feed.Publications ?? []
        const links = [...(feed.Links ?? []), ...(feed.Navigation ?? []), ...(feed.Groups ?? []).flatMap(g => g.Navigation ?? [])]
        const books = publications.flatMap(each => [...(each.Links ?? []), ...(each.Images ?? [])])
        feeds[name] = {
            title: title(feed.Metadata?.Title),
            links: [...links, ...books].map(link => path.posix.join(path.posix.dirname(name), link.Href)),
            publications: publications.map(each => ({
                title: title(each.Metadata.Title),
                files: each.Links.filter(link => /epub|pdf/.test(link.TypeLink)).map(link => link.TypeLink),
                images: (each.Images ?? []).length,
            })),
        }
        const more = links.map(link => path.posix.join(path.posix.dirname(name), link.Href))
        waiting.push(...more.filter(each => each.endsWith(`.${kind}`)))
    }
    report[start] = feeds
}
console.log(JSON.stringify(report))
