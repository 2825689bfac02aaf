"""Addresses in links: absolute, safe, or not a link at all."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

from publish.markup.notices import Notices
from publish.markup.tree import Element, add_class, has_class, unwrap
from publish.model import Post, Site
from publish.text.patterns import late
from publish.text.webaddress import SCHEMES, valid

__all__ = ["NOWHERE", "SCHEMES", "base_of", "give_up", "resolve", "safe_links", "scheme_of"]

NOWHERE = "#nowhere-at-all"
"""Where a link leads that a template could not give an address: its words stay, and the template told why."""
_UNSEEN = late("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Characters that browsers skip in an address (WHATWG URL, 4.4); they must not hide a scheme."""
_SCHEME = late(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")


def base_of(post: Post, site: Site) -> str:
    """The base of relative addresses in a post; empty when its place on the web is not known."""
    return post.address or (f"{site.url}{site.baseurl}/" if site.url else "")


def scheme_of(address: str) -> str:
    """The scheme of an address as a browser sees it, in lower case; empty when there is none."""
    found = _SCHEME.match(_UNSEEN.sub("", address))
    return found[1].lower() if found else ""


def resolve(address: str, base: str) -> str | None:
    """An address that a book may contain: a valid URL, absolute and safe. The empty string for an address relative to
    an unknown place.

    None when it is unsafe or makes no sense.
    """
    address = _UNSEEN.sub("", address).strip()
    try:
        if urlsplit(address).scheme:
            return valid(address)
        if not base:
            # `//host` lacks only the scheme; all other relative addresses need a base, which is not known.
            return valid(f"https:{address}") if address.startswith("//") else ""
        return valid(urljoin(base, address))
    except ValueError:
        return None


def safe_links(root: Element, base: str, notices: Notices) -> None:
    """Make the address of each link absolute; links with unusable addresses become plain text.

    A link relative to an unknown place stays a link (`class="unresolved"`, an empty `href`, and the author's address
    in `data-address`): each writer handles it in its own way.
    """
    for link in list(root.iter("a")):
        address = link.get("href")
        if address and address.startswith(NOWHERE):
            _to_text(link)
            continue
        if address is None or address.strip().startswith("#"):
            if address is not None:
                link.set("href", address.strip())
            continue
        found = resolve(address, base)
        if found is None:
            shown = unquote(address)[:60]
            notices.add(
                "link-removed",
                f"a link to {shown!r} is not allowed in a book: its text stays, without the link",
                address,
            )
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
    """Make unresolved links plain text, with the address as a hint: for a writer that has no target for them."""
    for link in [each for each in root.iter("a") if has_class(each, "unresolved")]:
        link.tag = "span"
        del link.attrib["href"]
        address = link.attrib.pop("data-address", "")
        if address and not link.get("title"):
            link.set("title", address)
