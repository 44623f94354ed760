/*
 * entity.c - numbers are computed, names are looked for in one string
 *
 * The string is two kilobytes: a search through it costs less than the page or
 * two of code that a sorted table with its search would be.
 */
#include "base/base.h"
#include "comments/entity.h"

#include "base/utf8.h"

#define NAME_MAX_LEN 8 /* thetasym */
#define REPLACEMENT 0xfffd
#define BEYOND 0x110000

/* Between two spaces a name, '=', and what it stands for. */
static const char known[] =
    " Tab=\t NewLine=\n excl=! quot=\" num=# dollar=$ percnt=% amp=& "
    "apos=' lpar=( rpar=) ast=* plus=+ comma=, period=. sol=/ colon=: "
    "semi=; lt=< equals== gt=> quest=? commat=@ lbrack=[ lsqb=[ bsol=\\ "
    "rbrack=] rsqb=] Hat=^ lowbar=_ grave=` lbrace={ lcub={ verbar=| "
    "vert=| rbrace=} rcub=} nbsp=\302\240 iexcl=¡ cent=¢ pound=£ "
    "curren=¤ yen=¥ brvbar=¦ sect=§ uml=¨ copy=© ordf=ª laquo=« not=¬ "
    "shy=\302\255 reg=® macr=¯ deg=° plusmn=± sup2=² sup3=³ acute=´ "
    "micro=µ para=¶ middot=· cedil=¸ sup1=¹ ordm=º raquo=» frac14=¼ "
    "frac12=½ frac34=¾ iquest=¿ Agrave=À Aacute=Á Acirc=Â Atilde=Ã "
    "Auml=Ä Aring=Å AElig=Æ Ccedil=Ç Egrave=È Eacute=É Ecirc=Ê Euml=Ë "
    "Igrave=Ì Iacute=Í Icirc=Î Iuml=Ï ETH=Ð Ntilde=Ñ Ograve=Ò Oacute=Ó "
    "Ocirc=Ô Otilde=Õ Ouml=Ö times=× Oslash=Ø Ugrave=Ù Uacute=Ú Ucirc=Û "
    "Uuml=Ü Yacute=Ý THORN=Þ szlig=ß agrave=à aacute=á acirc=â atilde=ã "
    "auml=ä aring=å aelig=æ ccedil=ç egrave=è eacute=é ecirc=ê euml=ë "
    "igrave=ì iacute=í icirc=î iuml=ï eth=ð ntilde=ñ ograve=ò oacute=ó "
    "ocirc=ô otilde=õ ouml=ö divide=÷ oslash=ø ugrave=ù uacute=ú ucirc=û "
    "uuml=ü yacute=ý thorn=þ yuml=ÿ OElig=Œ oelig=œ Scaron=Š scaron=š "
    "Yuml=Ÿ fnof=ƒ circ=ˆ tilde=˜ Alpha=Α Beta=Β Gamma=Γ Delta=Δ "
    "Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ Nu=Ν "
    "Xi=Ξ Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ Tau=Τ Upsilon=Υ Phi=Φ Chi=Χ Psi=Ψ "
    "Omega=Ω alpha=α beta=β gamma=γ delta=δ epsilon=ε zeta=ζ eta=η "
    "theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ omicron=ο pi=π rho=ρ "
    "sigmaf=ς sigma=σ tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω "
    "thetasym=ϑ upsih=ϒ piv=ϖ ensp=\342\200\202 emsp=\342\200\203 "
    "thinsp=\342\200\211 zwnj=\342\200\214 zwj=\342\200\215 "
    "lrm=\342\200\216 rlm=\342\200\217 ndash=– mdash=— lsquo=‘ rsquo=’ "
    "sbquo=‚ ldquo=“ rdquo=” bdquo=„ dagger=† Dagger=‡ bull=• hellip=… "
    "permil=‰ prime=′ Prime=″ lsaquo=‹ rsaquo=› oline=‾ frasl=⁄ euro=€ "
    "image=ℑ weierp=℘ real=ℜ trade=™ alefsym=ℵ larr=← uarr=↑ rarr=→ "
    "darr=↓ harr=↔ crarr=↵ lArr=⇐ uArr=⇑ rArr=⇒ dArr=⇓ hArr=⇔ forall=∀ "
    "part=∂ exist=∃ empty=∅ nabla=∇ isin=∈ notin=∉ ni=∋ prod=∏ sum=∑ "
    "minus=− lowast=∗ radic=√ prop=∝ infin=∞ ang=∠ and=∧ or=∨ cap=∩ "
    "cup=∪ int=∫ there4=∴ sim=∼ cong=≅ asymp=≈ ne=≠ equiv=≡ le=≤ ge=≥ "
    "sub=⊂ sup=⊃ nsub=⊄ sube=⊆ supe=⊇ oplus=⊕ otimes=⊗ perp=⊥ sdot=⋅ "
    "lceil=⌈ rceil=⌉ lfloor=⌊ rfloor=⌋ loz=◊ spades=♠ clubs=♣ hearts=♥ "
    "diams=♦ lang=⟨ rang=⟩ ";

static bool
decode_name(struct str name, uint32_t *cp)
{
	char key[NAME_MAX_LEN + 2];

	if (name.len == 0 || name.len > NAME_MAX_LEN)
		return false;
	key[0] = ' ';
	memcpy(key + 1, name.p, name.len);
	key[name.len + 1] = '=';
	const char *at = memmem(known, sizeof(known) - 1, key, name.len + 2);
	if (at == NULL)
		return false;
	at += name.len + 2;
	struct str rest = { at, (size_t)(known + sizeof(known) - at) };
	return utf8_next(&rest, cp);
}

static bool
decode_number(struct str digits, uint32_t *cp)
{
	uint32_t n = 0, base = 10;

	if (str_starts_nocase(digits, STR("x"))) {
		base = 16;
		digits = str_from(digits, 1);
	}
	if (digits.len == 0)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.p[i];
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0')
				 : (c | 0x20) >= 'a' && (c | 0x20) <= 'f'
				     ? (uint32_t)((c | 0x20) - 'a' + 10)
				     : base;
		if (digit >= base)
			return false;
		n = n * base + digit;
		if (n > BEYOND)
			n = BEYOND;
	}
	if (n == 0 || n >= BEYOND || (n >= 0xd800 && n <= 0xdfff))
		n = REPLACEMENT;
	*cp = n;
	return true;
}

bool
entity_decode(struct str s, uint32_t *cp)
{
	if (s.len < 3 || s.p[0] != '&' || s.p[s.len - 1] != ';')
		return false;
	s = str_head(str_from(s, 1), s.len - 2);
	return s.p[0] == '#' ? decode_number(str_from(s, 1), cp)
			     : decode_name(s, cp);
}
