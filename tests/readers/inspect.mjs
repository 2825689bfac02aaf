// What both readers' pages look at in a document that is on show.

export const flat = (items, below) => (items ?? []).flatMap(item => [item, ...flat(item[below], below)])

export const settled = async doc => {
    const pictures = [...doc.images].filter(picture => !picture.complete)
    await Promise.all(pictures.map(picture => new Promise(resolve => {
        picture.addEventListener("load", resolve, { once: true })
        picture.addEventListener("error", resolve, { once: true })
    })))
}

export const look = doc => ({
    text: doc.body.textContent,
    images: doc.images.length,
    drawn: [...doc.images].filter(picture => picture.naturalWidth > 0).length,
})
