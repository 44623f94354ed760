/*
 * terms.c - lists by language, and an index of them all
 *
 * A * at the end of a word stands for more letters.  The index is in the order
 * of its words, and no word with a * begins another one, so what a word begins
 * with is the last entry before it.  It is made when it is first used.
 */
#include "base/base.h"
#include "comments/terms.h"

#include "base/utf8.h"

#define TERMS_MAX 1024

/* clang-format off */
static const struct {
	unsigned kinds;
	const char *words;
} lists[] = {
{ TERMS_TRADE,
  "backlink* baccarat betting bitcoin* broker* btc casino* caster cbd cialis "
  "crypto* dating dissertation* escort* essay* ethereum forex gambling hacker* "
  "herbal herpes investment* investor* jackpot* lender* loan loans lottery "
  "mortgage* movers nudes onlyfans packers payday porn* "
  "pharmac* pills poker profit* replica* seo slots sportsbook spells steroid* "
  "sexy trader* trading usdt viagra webcam "
  /* Turkish, Indonesian, Polish, Dutch */
  "bahis kumar togel gacor judi pinjaman kasyno pożyczk* lening* gokken "
  /* German, French */
  "darlehen gewinnspiel* kredit kredite glücksspiel* potenzmittel sportwetten "
  "nebenverdienst wettanbieter marabout* voyant* prêt prêts investissement* "
  /* Spanish, Portuguese, Italian */
  "préstamo* apuesta* criptomoneda* inversi* brujo* hechizo* amarre* "
  "empréstimo* aposta* criptomoeda* prestito prestiti scommess* "
  "investiment* cartomant* "
  /* Russian, Macedonian */
  "казино кредит* займ* ставки букмекер* крипто* биткоин* инвестиц* заработ* "
  "виагра эскорт* диплом* приворот* форекс заем заеми облог* обложув* "
  ""
  /* Chinese */
  "贷款 博彩 赌场 彩票 发票 代写 代开 网赚 兼职 刷单 投资 理财 比特币 加密货币 "
  "办证 壮阳 赚钱 娱乐城 貸款 賭場 發票 代寫 兼職 投資 加密貨幣 賺錢 娛樂城 借錢 "
  /* Japanese, Korean */
  "副業 稼げ 稼ぐ 出会い 融資 カジノ 儲か 仮想通貨 카지노 바카라 토토 대출 슬롯 투자 "
  "부업 코인 수익 먹튀 홀덤 "
  /* Arabic */
  "كازينو قرض قروض استثمار تداول فوركس مراهنات روحاني" },

{ TERMS_SALES,
  "affordable agency agencies bonus* buy buying cheap* client clients company "
  "consult* customers deals delivery discount* earn earning* free guarantee* "
  "hire hosting income insurance invest leads manufacturer* marketing offer "
  "offers online order orders price prices professional* promo promotion* "
  "quality ranking* rental* sale sales service services shop shopping store "
  "supplier* supplement* top traffic wholesale "
  /* Turkish, Indonesian, Polish, Dutch */
  "satın ucuz indirim ücretsiz murah jual tanio sklep kup kopen goedkoop* "
  "korting "
  /* German, French */
  "kaufen günstig* billig* angebot* rabatt* versand gratis kostenlos* "
  "verdienen preis preise anbieter dienstleist* agentur umzug* reinigung "
  "acheter achat vente offre* gratuit* livraison remise* prix agence gagner "
  "revenu* "
  /* Spanish, Portuguese, Italian */
  "comprar compra barat* venta* oferta* descuento* envío precio* ganar dinero "
  "servicio* ingresos tienda venda* grátis desconto* frete preço* ganhar "
  "dinheiro serviço* loja lucro* comprare acquist* vendita offert* sconto "
  "sconti spedizione prezz* guadagn* servizi negozio "
  /* Russian, Macedonian */
  "купить куплю продам продаж* дешев* скидк* акци* бесплатн* доставк* цены "
  "услуг* недорог* закаж* заказать магазин* прибыл* доход* выгодн* купи купете "
  "евтин* попуст* достава понуда* цени профит* "
  /* Chinese, Japanese, Korean */
  "优惠 免费 低价 批发 代理 厂家 客服 特价 购买 優惠 免費 批發 廠家 特價 購買 無料 通販 "
  "格安 激安 高収入 販売 割引 무료 할인 구매 판매 이벤트 최저가 업체 보장 "
  /* Arabic */
  "شراء بيع عروض خصم مجاني مجانا توصيل أسعار شركة خدمات ربح أرباح" },

{ TERMS_PRAISE,
  "amazing appreciate* article articles author awesome blog blogs blogger "
  "bookmark* brilliant content enjoyed excellent fantastic good great helpful "
  "impressive info information* insightful interesting keep love "
  "loved nice page pages post posts posting read reading really share shared "
  "sharing site stuff superb thank thanks topic useful valuable very visit "
  "web webpage website weblog wonderful work write writer writing written "
  /* German, French */
  "danke vielen super toll* klasse prima schön* gut* hilfreich* interessant* "
  "informativ* artikel beitrag seite inhalt* weiter lesen teilen "
  "lesezeichen großartig* sehr wirklich merci génial* bravo très vraiment "
  "intéressant* utile* contenu* partage* continuez travail "
  /* Spanish, Portuguese, Italian */
  "gracias excelente* buen* gran genial* muy interesante* útil* artículo* "
  "sitio página* contenido* compart* información felicidades saludos trabajo "
  "obrigad* ótim* muito parabéns artigo* conteúdo* informaç* trabalho gostei "
  "adorei incrível grazie ottim* bell* complimenti molto davvero articolo "
  "articoli sito condivi* informazioni lavoro bravissim* "
  /* Russian, Macedonian */
  "спасибо отличн* классн* супер хорош* интересн* полезн* стать* блог* сайт* "
  "материал* информаци* автор* очень благодар* замечательн* познавательн* "
  "продолжайте фала одличн* добр* корисн* сајт* страниц* многу браво навистина "
  "текст* "
  /* Chinese, Japanese, Korean */
  "谢谢 感谢 分享 文章 博客 网站 不错 很好 精彩 学习 支持 楼主 博主 收藏 有用 写得 内容 "
  "謝謝 感謝 網站 部落格 學習 內容 寫得 不錯 ありがとう 素晴らしい 記事 ブログ サイト 参考 "
  "勉強 面白い とても すごい 役に立 情報 応援 拝見 감사 좋은 정보 블로그 사이트 유익 최고 공유 "
  "훌륭 "
  /* Arabic */
  "شكرا شكراً رائع رائعة ممتاز ممتازة مقال مقالة موقع موقعك مدونة مفيد مفيدة "
  "معلومات جميل جدا موضوع" },

{ TERMS_ACTION,
  "add apply call click contact dm download email inbox join mail message order "
  "register subscribe visit write "
  "tıkla* ziyaret hubungi kunjungi klik daftar "
  /* German, French */
  "klick* besuch* kontakt* anrufen ruf rufen melde* schreib* bestell* "
  "registrier* cliqu* contact* appel* rejoign* écri* inscri* "
  /* Spanish, Portuguese, Italian */
  "clic visit* contáct* llam* escríb* escrib* únete regístr* acesse "
  "contat* ligue chame escreva cadastr* inscreva* clicca chiama* "
  "scriv* iscriv* "
  /* Russian, Macedonian */
  "пиши* звони* обращай* переход* заход* жми* подпис* регистр* напиши* "
  "свяж* вступай* јави* кликн* посети* контакт* повик* нарача* приклучи* "
  /* Chinese, Japanese, Korean */
  "点击 联系 加我 添加 咨询 私信 扫码 點擊 聯繫 聯絡 諮詢 私訊 掃碼 搜索 クリック 登録 連絡 "
  "問い合わせ 友達追加 클릭 문의 연락 가입 접속 상담 "
  /* Arabic */
  "اضغط انقر تواصل اتصل راسل راسلني زوروا اشترك انضم" },

{ TERMS_MESSENGER,
  "discord icq insta instagram kakaotalk kik line messenger qq signal skype snapchat "
  "telegram telegramm viber vx watsapp wattsapp wechat weixin whats whatsap whatsapp "
  "zalo zap ватсап* вацап* вотсап* вайбер* вибер* телеграм* тг 微信 薇信 加微 电报 카톡 "
  "카카오톡 텔레그램 واتساب واتس تلجرام تليجرام تيليجرام تلغرام" },

{ TERMS_MAILER,
  "aol gmail gmx hotmail icloud mail outlook proton protonmail rambler yahoo "
  "yandex" },

{ TERMS_MONEY,
  "btc dollar dollars eth eur euro euros gbp pesos reais rub usd usdt долар* "
  "доллар* евро евра денари руб рубл* 元 美元 円 万円 만원 دولار ريال درهم يورو" },

{ TERMS_DOT,
  "dot nokta ponto point punkt punto точка 点 點 ドット 닷 نقطة" },

{ TERMS_ENDING,
  "agency app art bet biz blog br buzz by casino cc cf click club cn co com de "
  "dev digital eu finance fr fun ga gg gl gq icu info io jp kr kz life link live "
  "loan ly mk ml money net news nl online org page pl pro ru shop site space "
  "store su tech tk today top tv ua uk vip vn website win world xyz рф" },

{ TERMS_SHORT_ENDING,
  "be do id in is it me my to us" },
};
/* clang-format on */

struct entry {
	struct str word;
	unsigned kinds;
	bool open;
};

static struct entry entries[TERMS_MAX];
static size_t n_entries;
static size_t begins[257]; /* how many have a lower first byte */

static int
compare(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int d = memcmp(a.p, b.p, n);

	return d != 0 ? d : (a.len > b.len) - (a.len < b.len);
}

static int
compare_entries(const void *a, const void *b)
{
	return compare(
	    ((const struct entry *)a)->word, ((const struct entry *)b)->word);
}

static void
add(struct str word, unsigned kinds)
{
	bool open = str_ends(word, STR("*"));

	assert(n_entries < TERMS_MAX);
	word.len -= open;
	entries[n_entries++] =
	    (struct entry){ .word = word, .kinds = kinds, .open = open };
}

/* Words of several kinds come to be one. */
static void
merge(void)
{
	size_t n = 0;

	for (size_t i = 0; i < n_entries; i++) {
		struct entry *e = &entries[i];

		if (n > 0 && str_eq(entries[n - 1].word, e->word)) {
			entries[n - 1].kinds |= e->kinds;
			entries[n - 1].open |= e->open;
		} else {
			assert(n == 0 || !entries[n - 1].open ||
			       !str_starts(e->word, entries[n - 1].word));
			entries[n++] = *e;
		}
	}
	n_entries = n;
}

static void
make_index(void)
{
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct str rest = str_of(lists[i].words), word;

		while (str_cut(&rest, ' ', &word))
			add(word, lists[i].kinds);
	}
	qsort(entries, n_entries, sizeof(*entries), compare_entries);
	merge();
	for (size_t i = 0; i < n_entries; i++)
		begins[(unsigned char)entries[i].word.p[0] + 1] = i + 1;
	for (size_t i = 1; i < ARRAY_LEN(begins); i++)
		if (begins[i] == 0)
			begins[i] = begins[i - 1];
}

/* The entry that `word` begins with; NULL if there is none. */
static const struct entry *
find(struct str word)
{
	if (n_entries == 0)
		make_index();
	if (word.len == 0)
		return NULL;
	size_t first = begins[(unsigned char)word.p[0]], low = first;
	size_t high = begins[(unsigned char)word.p[0] + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(entries[middle].word, word) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > first && str_starts(word, entries[low - 1].word)
		   ? &entries[low - 1]
		   : NULL;
}

static unsigned
look_up(struct str word)
{
	const struct entry *e = find(word);

	if (e == NULL || (!e->open && e->word.len < word.len))
		return 0;
	return e->kinds;
}

unsigned
terms_of(struct str word)
{
	struct str article = STR("ال");
	unsigned kinds = look_up(word);

	/* Arabic words begin with their article. */
	if (kinds == 0 && str_starts(word, article))
		kinds = look_up(str_from(word, article.len));
	return kinds;
}

unsigned
terms_next(struct str *rest, size_t least)
{
	uint32_t c;

	do {
		const struct entry *e = find(*rest);

		if (e != NULL && e->word.len >= least) {
			*rest = str_from(*rest, e->word.len);
			return e->kinds;
		}
	} while (utf8_next(rest, &c));
	return 0;
}
