"""The book's own texts in its language: English and Chinese here, others in `words/`.

English replaces missing languages; then the language of the text says so (`label_language`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from publish.language.detect import is_chinese
from publish.language.shelfwords import SHELF_LABELS
from publish.language.tags import core_of, locale_of
from publish.language.words import tables, translated

__all__ = ["in_all_languages", "join_names", "label", "label_language"]

_LABELS: dict[str, tuple[str, str, str]] = {
    # key: English, Traditional Chinese, Simplified Chinese
    "access": (
        "Size, typeface and colours of the text are the reader's to choose.",
        "文字的大小、字體與顏色可由讀者自行調整。",
        "文字的大小、字体与颜色可由读者自行调整。",
    ),
    "access-all": (
        "Every picture has a description in words.",
        "每張圖片都有文字說明。",
        "每张图片都有文字说明。",
    ),
    "access-missing": (
        "Missing pictures: {missing}; a panel of text takes the place of each.",
        "有 {missing} 張圖片無法取得，以文字代替。",
        "有 {missing} 张图片无法获取，以文字代替。",
    ),
    "access-none": (
        "Pictures without a description in words: {images}.",
        "書中 {images} 張圖片沒有文字說明。",
        "书中 {images} 张图片没有文字说明。",
    ),
    "access-some": (
        "{undescribed} of {images} pictures have no description in words.",
        "書中 {images} 張圖片，有 {undescribed} 張沒有文字說明。",
        "书中 {images} 张图片，有 {undescribed} 张没有文字说明。",
    ),
    "access-text": ("It has no pictures besides the cover.", "除封面外沒有圖片。", "除封面外没有图片。"),
    "answer-chosen": ("Chosen", "已選", "已选"),
    "answer-other": ("Not chosen", "未選", "未选"),
    "audio": ("Audio", "音訊", "音频"),
    "box-callout": ("Callout", "附註", "附注"),
    "box-caution": ("Caution", "小心", "小心"),
    "box-challenge": ("Challenge", "練習", "练习"),
    "box-checklist": ("Checklist", "核對清單", "核对清单"),
    "box-danger": ("Danger", "危險", "危险"),
    "box-discussion": ("Discussion", "討論", "讨论"),
    "box-error": ("Error", "錯誤", "错误"),
    "box-important": ("Important", "重要", "重要"),
    "box-info": ("Info", "資訊", "信息"),
    "box-keypoints": ("Key points", "要點", "要点"),
    "box-note": ("Note", "註", "注"),
    "box-objectives": ("Objectives", "目標", "目标"),
    "box-prereq": ("Prerequisites", "預備知識", "预备知识"),
    "box-solution": ("Solution", "解答", "解答"),
    "box-success": ("Success", "成功", "成功"),
    "box-testimonial": ("Testimonial", "感言", "感言"),
    "box-tip": ("Tip", "提示", "提示"),
    "box-warning": ("Warning", "警告", "警告"),
    "by": ("By", "文", "文"),
    "colophon": ("Colophon", "版權頁", "版权页"),
    "column": ("Column {first} of {count}", "第 {first} 欄，共 {count} 欄", "第 {first} 列，共 {count} 列"),
    "columns": (
        "Columns {first} to {last} of {count}",
        "第 {first} 至 {last} 欄，共 {count} 欄",
        "第 {first} 至 {last} 列，共 {count} 列",
    ),
    "contents": ("Contents", "目錄", "目录"),
    "cover": ("Cover", "封面", "封面"),
    "cover-of": ("Cover: {title}", "封面：{title}", "封面：{title}"),
    "cover-pattern": ("A geometric pattern.", "配幾何圖案。", "配几何图案。"),
    "cover-picture": ("A picture.", "配圖。", "配图。"),
    "cover-picture-of": ("A picture: {caption}.", "配圖：{caption}。", "配图：{caption}。"),
    "diagram": (
        "A diagram, as its source in {name}",
        "圖表，以 {name} 原始碼表示",
        "图表，以 {name} 源代码表示",
    ),
    "editor": ("Edited by", "編輯", "编辑"),
    "image-moved": (
        "Animation: only its first picture is shown here",
        "動畫：此處只顯示第一幅畫面",
        "动画：此处只显示第一帧画面",
    ),
    "image-missing": ("Image not available", "圖片無法取得", "图片无法获取"),
    "image-undescribed": ("Picture without a description", "未附說明的圖片", "未附说明的图片"),
    "issue": ("No. {number}", "第 {number} 期", "第 {number} 期"),
    "landmarks": ("Guide", "導覽", "导览"),
    "lesson-exercises": ("Exercises: {minutes} min", "練習：{minutes} 分鐘", "练习：{minutes} 分钟"),
    "lesson-output": ("Output", "輸出", "输出"),
    "lesson-overview": ("Overview", "概覽", "概览"),
    "lesson-questions": ("Questions", "問題", "问题"),
    "lesson-teaching": ("Teaching: {minutes} min", "教學：{minutes} 分鐘", "教学：{minutes} 分钟"),
    "licence": ("Licence", "授權", "授权"),
    "made-with": (
        "Made with publish {version}.",
        "以 publish {version} 製作。",
        "以 publish {version} 制作。",
    ),
    "note": ("Note", "註", "注"),
    "note-back": ("Back to the text", "返回正文", "返回正文"),
    "notes": ("Notes", "註釋", "注释"),
    "page": ("Web page", "網頁", "网页"),
    "pages": ("Pages", "頁碼", "页码"),
    "published": ("Published", "發表日期", "发表日期"),
    "publisher": ("Published by", "出版", "出版"),
    "references": ("References", "參考文獻", "参考文献"),
    "series": ("Series", "系列", "系列"),
    "site-links": ("Links within the site", "站內連結", "站内链接"),
    "site-links-note": (
        "The text links to these pages of the site it comes from. This book does not know that site’s address, so it "
        "gives what the author wrote.",
        "文中的連結指向原網站的這些頁面。本書不知道該網站的網址，故照錄作者所寫的路徑。",
        "文中的链接指向原网站的这些页面。本书不知道该网站的网址，故照录作者所写的路径。",
    ),
    "source": ("Source", "原文網址", "原文网址"),
    "start": ("Start of the text", "正文", "正文"),
    "texts": ("The texts", "各篇來源", "各篇来源"),
    "task-done": ("Done", "已完成", "已完成"),
    "task-open": ("To do", "未完成", "未完成"),
    "title-page": ("Title page", "書名頁", "书名页"),
    "video": ("Video", "影片", "视频"),
} | SHELF_LABELS


def label(key: str, tag: str) -> str:
    """The text for a key in the language of a BCP 47 tag. Raises KeyError for an unknown key."""
    english, traditional, simplified = _LABELS[key]
    if words := translated(key, tag):
        return words
    if not is_chinese(tag):
        return english
    return simplified if _is_simplified(tag) else traditional


def label_language(tag: str) -> str:
    """The language of a book's own texts, given the book's: the same, or English."""
    known = is_chinese(tag) or tag.lower().split("-")[0] == "en" or translated("contents", tag)
    return tag if known else "en"


@cache
def in_all_languages(key: str) -> frozenset[str]:
    """The texts for a key in all languages that have one."""
    return frozenset({*_LABELS[key], *(label(key, tag) for tag in tables())})


def _is_simplified(tag: str) -> bool:
    parts = core_of(tag).lower().split("-")
    return "hans" in parts or ("hant" not in parts and bool({"cn", "sg"} & set(parts)))


def join_names(names: Sequence[str], tag: str, *, others: bool = False) -> str:
    """A list of names in the language's form: `A`, `A and B`, `A, B and C`; in Chinese `A、B、C`; others as in CLDR.

    `others` adds `et al.` or `等`.
    """
    if is_chinese(tag):
        return "、".join(names) + ("等" if others and names else "")
    if others and names:
        return f"{', '.join(names)} et al."
    if len(names) < 2:
        return "".join(names)
    if tag.lower().split("-")[0] == "ko":
        return ", ".join(names)  # as in bylines; CLDR's word is for sentences
    if tag.lower().split("-")[0] != "en" and translated("contents", tag):
        return _listed(names, tag)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _listed(names: Sequence[str], tag: str) -> str:
    from babel.lists import format_list

    return str(format_list(list(names), locale=locale_of(tag) or tag.split("-", maxsplit=1)[0]))
