"""Texts of the shelf: its page, its catalogues, its smaller copies; and of the last page of a booklet."""

from __future__ import annotations

__all__ = ["SHELF_LABELS"]

SHELF_LABELS: dict[str, tuple[str, str, str]] = {
    # key: English, Traditional Chinese, Simplified Chinese
    "booklet-source": ("Read it on the web", "網上閱讀", "网上阅读"),
    "access-left-out": (
        "This light copy has texts in place of {images} pictures.",
        "此輕量版略去 {images} 張圖片，以文字代替。",
        "此轻量版略去 {images} 张图片，以文字代替。",
    ),
    "access-left-out-bare": (
        "{undescribed} of them had no description.",
        "其中 {undescribed} 張原無文字說明。",
        "其中 {undescribed} 张原无文字说明。",
    ),
    "picture-out": ("[Picture left out]", "〔圖片略去〕", "〔图片略去〕"),
    "picture-words": ("[Picture: {words}]", "〔圖片：{words}〕", "〔图片：{words}〕"),
    "shelf-all": ("All books by title", "全部書籍（按書名）", "全部书籍（按书名）"),
    "shelf-any-language": ("All languages", "所有語言", "所有语言"),
    "shelf-author": ("Author", "作者", "作者"),
    "shelf-books": ("Books", "書籍", "书籍"),
    "shelf-catalogue": (
        "Reading apps that browse catalogues (OPDS), such as KOReader, Thorium and Calibre, open {first} or {second}.",
        "可瀏覽 OPDS 書目的閱讀器（如 KOReader、Thorium、Calibre）請開啟 {first} 或 {second}。",
        "可浏览 OPDS 书目的阅读器（如 KOReader、Thorium、Calibre）请打开 {first} 或 {second}。",
    ),
    "shelf-check": (
        "Is this copy complete? {command} compares all files with the list in {list}.",
        "檢查副本是否完整：{command} 會依 {list} 逐一核對檔案。",
        "检查副本是否完整：{command} 会依 {list} 逐一核对文件。",
    ),
    "shelf-checksum": ("Checksum (SHA-256)", "校驗碼（SHA-256）", "校验码（SHA-256）"),
    "shelf-count": ("Books: {books} · {size}", "書籍 {books} 本 · {size}", "书籍 {books} 本 · {size}"),
    "shelf-covers": ("Covers", "封面", "封面"),
    "shelf-files": ("Files", "檔案", "文件"),
    "shelf-find": ("Find", "搜尋", "搜索"),
    "shelf-find-hint": (
        "Title, author, language or date",
        "書名、作者、語言或日期",
        "书名、作者、语言或日期",
    ),
    "shelf-found": ("{found} of {books}", "{books} 本中的 {found} 本", "{books} 本中的 {found} 本"),
    "shelf-how": (
        "EPUB files are for phones, tablets and e-readers; PDF files look the same everywhere and print well. "
        "Nothing here needs a network.",
        "EPUB 適合手機、平板與電子閱讀器；PDF 在任何裝置上版面相同，適合列印。全部內容都不需要網路。",
        "EPUB 适合手机、平板与电子阅读器；PDF 在任何设备上版面相同，适合打印。全部内容都不需要网络。",
    ),
    "shelf-language": ("Language", "語言", "语言"),
    "shelf-list": ("List", "清單", "列表"),
    "shelf-new": ("Newest books", "最新書籍", "最新书籍"),
    "shelf-newest": ("Newest first", "最新在前", "最新在前"),
    "shelf-none": ("No matching books.", "沒有符合的書籍。", "没有符合的书籍。"),
    "shelf-oldest": ("Oldest first", "最舊在前", "最旧在前"),
    "shelf-others": ("Other books", "其他書籍", "其他书籍"),
    "shelf-pages": ("{pages} pages", "{pages} 頁", "{pages} 页"),
    "shelf-pages-how": (
        "HTML files open in any browser, also on a telephone without a reading app.",
        "HTML 檔案可用任何瀏覽器開啟，手機上沒有閱讀軟體也能看。",
        "HTML 文件可用任何浏览器打开，手机上没有阅读软件也能看。",
    ),
    "shelf-sheets": ("Sheets to print and fold", "列印摺疊用的紙頁", "打印折叠用的纸页"),
    "shelf-singles": ("Single posts", "單篇文章", "单篇文章"),
    "shelf-volumes": ("Volumes", "合輯", "合辑"),
    "shelf-part": (
        "Part {part} of {parts}.",
        "本書架共分 {parts} 份，這是第 {part} 份。",
        "本书架共分 {parts} 份，这是第 {part} 份。",
    ),
    "shelf-profile-eink": (
        "These copies are made for e-ink: their pictures are grey and small.",
        "這些副本適合電子墨水螢幕：圖片為灰階，尺寸較小。",
        "这些副本适合电子墨水屏：图片为灰度，尺寸较小。",
    ),
    "shelf-profile-light": (
        "These are light copies: they have texts in place of pictures.",
        "這些是輕量副本：略去圖片，以文字代替。",
        "这些是轻量副本：略去图片，以文字代替。",
    ),
    "shelf-profile-phone": (
        "These copies are made for phones: their pictures are small.",
        "這些副本適合手機：圖片尺寸較小。",
        "这些副本适合手机：图片尺寸较小。",
    ),
    "shelf-sections": ("Sections", "分類", "分类"),
    "shelf-signed": (
        "The list is signed: {signature} (minisign, public key {key}).",
        "清單附有簽章：{signature}（minisign，公鑰 {key}）。",
        "清单附有签名：{signature}（minisign，公钥 {key}）。",
    ),
    "shelf-skip": ("Skip to the books", "跳到書籍", "跳到书籍"),
    "shelf-sort": ("Sort", "排序", "排序"),
    "shelf-title": ("Title", "書名", "书名"),
    "shelf-view": ("View", "檢視", "查看"),
    "shelf-volume": ("No. {number}", "第 {number} 期", "第 {number} 期"),
}
