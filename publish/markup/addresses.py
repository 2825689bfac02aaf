"""Addresses in links: absolute, safe, or not a link at all."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from publish.markup.notices import Notices
from publish.markup.tree import Element, add_class, has_class, unwrap
from publish.model import Post, Site
from publish.text.webaddress import SCHEMES, valid

__all__ = ["SCHEMES", "base_of", "give_up", "resolve", "safe_links", "scheme_of"]

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What browsers skip in an address (WHATWG URL, 4.4), so that it cannot hide a scheme."""
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")


def base_of(post: Post, site: Site) -> str:
    """What relative addresses in a post are relative to, or empty when its place on the web is not known."""
    return post.address or (f"{site.url}{site.baseurl}/" if site.url else "")


def scheme_of(address: str) -> str:
    """An address' scheme as a browser sees it, in lower case; empty where it has none."""
    found = _SCHEME.match(_UNSEEN.sub("", address))
    return found[1].lower() if found else ""


def resolve(address: str, base: str) -> str | None:
    """An address as a book may hold it: a valid URL, absolute and safe; the empty string for one relative to an unknown
    place.

    None when it is unsafe or makes no sense.
    """
    address = _UNSEEN.sub("", address).strip()
    try:
        if urlsplit(address).scheme:
            return valid(address)
        if not base:
            # `//host` is absolute but for the scheme; everything else depends on a place that is not known.
            return valid(f"https:{address}") if address.startswith("//") else ""
        return valid(urljoin(base, address))
    except ValueError:
        return None


def safe_links(root: Element, base: str, notices: Notices) -> None:
    """Give each link its absolute address; what cannot be one becomes plain text.

    A link relative to an unknown place keeps being one (`class="unresolved"`, an empty `href`, and what the author wrote
    in `data-address`): each writer gives it an end of its own.
    """
    for link in list(root.iter("a")):
        address = link.get("href")
        if address is None or address.strip().startswith("#"):
            if address is not None:
                link.set("href", address.strip())
            continue
        found = resolve(address, base)
        if found is None:
            shown = unquote(address)[:60]
            notices.add("link-removed", f"a link to {shown!r} is not for a book; its words stay", address)
            _to_text(link)
        elif found:
            link.set("href", found)
        else:
            _mark_unresolved(link, address)


def _to_text(link: Element) -> None:
    link.attrib.pop("href", "")
    if not link.get("id"):
        unwrap(link)


def _mark_unresolved(link: Element, address: str) -> None:
    """Mark a link whose address is relative to an unknown place."""
    link.set("href", "")
    add_class(link, "unresolved")
    link.set("data-address", address.strip())


def give_up(root: Element) -> None:
    """Make unresolved links plain words with the address as a hint: for a writer that has nowhere to send them."""
    for link in [each for each in root.iter("a") if has_class(each, "unresolved")]:
        link.tag = "span"
        del link.attrib["href"]
        address = link.attrib.pop("data-address", "")
        if address and not link.get("title"):
            link.set("title", address)
