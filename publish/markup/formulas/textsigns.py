r"""Signs that LaTeX names with `\text…` (the package `textcomp`): the same in a text and in a formula."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SIGNS"]

_NAMED = """
asciicircum ^ asciitilde ~ asteriskcentered ∗ bar | braceleft { braceright } bullet • dagger † daggerdbl ‡ ellipsis …
emdash — endash – exclamdown ¡ greater > less < ordfeminine ª ordmasculine º paragraph ¶ periodcentered · questiondown ¿
quotedblleft “ quotedblright ” quoteleft ‘ quoteright ’ quotesingle ' quotedbl " section § underscore _ visiblespace ␣
acutedbl ˝ asciiacute ´ asciibreve ˘ asciicaron ˇ asciidieresis ¨ asciigrave ` asciimacron ¯ tildelow ˷ baht ฿ cent ¢
colonmonetary ₡ currency ¤ dollar $ dong ₫ euro € florin ƒ guarani ₲ lira ₤ naira ₦ peso ₱ sterling £ won ₩ yen ¥
circledP ℗ copyright © registered ® servicemark ℠ trademark ™ bardbl ‖ bigcircle ◯ blank ␢ brokenbar ¦ discount ⁒
estimated ℮ interrobang ‽ interrobangdown ⸘ musicalnote ♪ numero № openbullet ◦ pertenthousand ‱ perthousand ‰ recipe ℞
referencemark ※ langle 〈 rangle 〉 lbrackdbl ⟦ rbrackdbl ⟧ lquill ⁅ rquill ⁆ celsius ℃ degree ° div ÷ downarrow ↓
fractionsolidus ⁄ leftarrow ← lnot ¬ mho ℧ minus − mu µ ohm Ω onehalf ½ onequarter ¼ onesuperior ¹ pm ± rightarrow →
surd √ threequarters ¾ threesuperior ³ times × twosuperior ² uparrow ↑ born * died † divorced ⚮ married ⚭
""".split()
SIGNS: Mapping[str, str] = {
    **{rf"\text{name}": sign for name, sign in zip(_NAMED[::2], _NAMED[1::2], strict=True)},
    r"\textbackslash": "\\",
    r"\textcompwordmark": "\u200c",
}
"""Control words and their characters."""
