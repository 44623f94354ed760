/*
 * terms.c - lists by language, and an index of them all
 *
 * A * at the end of a word stands for more letters.  The index is in the order
 * of its words.  Each entry knows the one that it begins with itself, so that the
 * longest one that a word begins with is the last entry before it, or one of
 * those.  It is made when it is first used.
 */
#include "base/base.h"
#include "comments/terms.h"

#include "base/utf8.h"

#define TERMS_MAX 2048

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
  "fabulous fascinating incredible incredibly knowledge "
  "knowledgeable learned magnificent marvelous pleased pretty recommend superbly "
  "supplying definitely blogging platform quality visiting fantastically glad cheers "
  /* Turkish, Indonesian, Polish, Dutch */
  "güzel harika teşekkür* yazı yazınız paylaşım* içerik* başarılarınızın sağlık "
  "kaleminize elinize emeğinize faydalı bilgi* mükemmel makale* süper siteniz "
  "tebrikler beğendim "
  "terima kasih artikel* bermanfaat bagus menarik informasi* sangat "
  "keren mantap sukses postingan situs salam bang gan "
  "świetn* wpis wpisu artykuł* przydatn* ciekaw* pozdrawiam dziękuję dzięki "
  "dziękujemy informacje stronę strona bardzo super polecam zaglądać blogu "
  "bedankt dank mooi mooie herkenbaar duidelijk uitgelegd leuk leuke goed goede "
  "geschreven informatie heel erg nuttig nuttige handig fijn artikel "
  "stuk "
  /* German, French */
  "danke vielen toll* klasse prima schön* gut* hilfreich* interessant* "
  "informativ* beitrag seite inhalt* weiter lesen teilen "
  "lesezeichen großartig* sehr wirklich merci génial* bravo très vraiment "
  "intéressant* utile* contenu* partage* continuez travail "
  "übersicht geschrieben weiterempfehlen chapeau clair félicitations "
  "lecture beau beaucoup "
  /* Spanish, Portuguese, Italian */
  "racconto chiaro spiegato semplice mille magnífic* claro "
  "gracias excelente* buen* gran genial* muy interesante* útil* artículo* "
  "sitio página* contenido* compart* información felicidades saludos trabajo "
  "obrigad* ótim* muito parabéns artigo* conteúdo* informaç* trabalho gostei "
  "adorei incrível grazie ottim* bell* complimenti molto davvero articolo "
  "articoli sito condivi* informazioni lavoro bravissim* "
  /* Russian, Macedonian */
  "спасибо отличн* классн* супер хорош* интересн* полезн* стать* блог* сайт* "
  "материал* информаци* автор* очень благодар* замечательн* познавательн* "
  "пост поздрав поздравувам напред редакцијата согласувам ваш* "
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

{ TERMS_FIRM,
  "academy advisor* airport apartment* attorney* auto bail bathroom beauty boiler "
  "boutique builder* bulk cab cabinet* car carpet caterer* catering center centre "
  "chimney cleaner* cleaning clinic clothing construction contractor* cosmetic* "
  "course courses decor degree dental dentist* design designer* detective* digital "
  "download electrician* express exterminator factory fence firm fitness "
  "fix flooring floors flower* furniture garage gifts gutter gutters hotel hotels "
  "heating homes hosting hvac implants installation* institute jewel* kitchen* "
  "landscap* laser law lawyer* limo limousine locksmith* logistic* lounge ltd "
  "luxury market massage media mattress* meds moving near nutrition optic* outlet "
  "outreach packaging painting parts paving pest pharma photobooth "
  "photographer photography piano plumber* plumbing pool pools portal printing "
  "products pros realtor* realty recovery removal removals rent repair repairs "
  "replacement resort review reviews roof roofer* roofing rental salon school "
  "security shipping shoes skincare solar solution* spa staff staffing studio "
  "supply surgeon systems taxi tech therapy tickets tools tour tours towing "
  "training transfer transfers translation* travel treatment* tree trip tutor* "
  "vacation* vape villa villas visa warehouse watches wedding* welding wellness "
  "window windows "
  /* Turkish, Indonesian, Polish, Dutch */
  "fiyat fiyatı fiyatları kiralama kiralık nakliyat servis servisi temizlik tur "
  "turu turları danışmanlık sigorta mobilya tamir tamiri klinik kombi halı yıkama "
  "jasa sewa toko agen harga grosir bengkel pusat cetak "
  "skup usługi firma biuro wynajem serwis naprawa meble transport przeprowadz* "
  "hurtownia gabinet fotograf księgow* remont* "
  "loodgieter* slotenmaker* dakdekker* schilder* verhuizing* verhuisbedrijf "
  "schoonmaak* makelaar* rijschool advocaat tandarts* aannemer webshop "
  /* German, French */
  "dienst kaufen* küchen makler* reparatur* schlüsseldienst* schlosser* "
  "entrümpelung* versicherung* werkstatt praxis handwerker* klempner* passbild "
  "test vergleich* umzüge vermietung* verleih zahnarzt* rechtsanwalt* "
  "assurance* boutique* cabinet déménag* dépannage* électricien* "
  "installateur* nettoyage* peintre* plombier* rénovation* serrurier* toiture* "
  "traiteur* location voyages vitrier* "
  /* Spanish, Portuguese, Italian */
  "abogado* academia alquiler* cerrajero* clínica* desatasco* electricista* "
  "empresa* fontanero* inmobiliaria* limpieza* mudanza* muebles reformas reparación "
  "reparacion* seguros taller viajes "
  "advogado* aluguel* aluguer* clinica dedetiza* encanador* imóveis imobiliária "
  "limpeza* mudanças móveis seguro viagens desentup* "
  "agenzia* fabbro* idraulic* immobiliare impresa* noleggio* onoranze funebri "
  "pulizie* ristrutturazion* spurghi trasloch* valigeria vendesi "
  /* Russian, Macedonian */
  "агентств* аренд* автосервис* грузоперевоз* клиник* компани* мебел* натяжны* "
  "окна переезд* ремонт* сантехник* сервис* студия такси уборк* фирм* юрист* "
  "юридич* эвакуатор* апартман* агенциј* адвокат* изнајмув* климатизер* намештај "
  "селидб* стоматолог* туристичк* "
  /* Chinese, Japanese, Korean */
  "公司 建设 装修 搬家 家政 维修 培训 医院 整形 网站建设 品牌 租车 公證 徵信 裝潢 "
  "工務店 専門店 買取 引越 引っ越し 業者 クリニック 不動産 探偵 脱毛 修理 센터 인테리어 "
  "이사 청소 렌탈 분양 학원 병원 성형 출장 마사지 "
  /* Arabic */
  "مكتب مؤسسة شركات عيادة مركز نقل تنظيف صيانة عفش ديكور سوق متجر" },

{ TERMS_EARNING,
  "bonus* earn earned earning* income making paid payout* paycheck profit* salary "
  "wage wages withdraw withdrawal* commission vacancy vacancies hiring recruit* "
  "kazan* gaji penghasilan cuan zarabia* zarobi* zarobk* verdien* gehalt "
  "einkommen inkomen salaris gagn* salaire* revenus ganar gano sueldo ingresos "
  "ganho ganhar renda lucro* salário guadagn* stipendio зараб* зарплат* "
  "доход* плата 月入 日赚 赚钱 收入 稼げ 稼ぐ 収入 報酬 수익 월급 "
  "أرباح ربح دخل راتب" },

{ TERMS_PERIOD,
  "daily weekly monthly hourly day days week hour month months hours tag täglich "
  "woche wöchentlich monatlich stunde jour journée semaine mois día diario diarios "
  "semana semanal mes dia diários semanais mês giorno settimana mese gün günlük "
  "günde haftada haftalık ayda aylık hari harian sehari minggu bulan dzień dziennie "
  "tydzień tygodniowo miesięcznie dag maand день неделю месяц час сутки дневно "
  "неделно месечно ден месец 每天 每月 每日 毎日 毎月 하루 매일 월 يوميا أسبوعيا شهريا "
  "اليوم أسبوع شهر" },

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
  "пиши* звони* напиш* обращай* переход* заход* жми* подпис* регистр* напиши* "
  "свяж* вступай* јави* кликн* посети* контакт* повик* нарача* приклучи* "
  /* Chinese, Japanese, Korean */
  "点击 联系 加我 添加 咨询 私信 扫码 點擊 聯繫 聯絡 諮詢 私訊 掃碼 搜索 クリック 登録 連絡 "
  "問い合わせ 友達追加 클릭 문의 연락 가입 접속 상담 "
  /* Arabic */
  "اضغط انقر تواصل اتصل راسل راسلني زوروا اشترك انضم" },

{ TERMS_MESSENGER,
  "discord wickr icq insta instagram kakaotalk kik line messenger qq signal skype snapchat "
  "telegram telegramm viber vx watsapp wattsapp wechat weixin whats whatsap whatsapp "
  "zalo zap ватсап* вацап* вотсап* вайбер* вибер* телеграм* тг 微信 薇信 加微 电报 카톡 "
  "카카오톡 텔레그램 واتساب واتس تلجرام تليجرام تيليجرام تلغرام" },

{ TERMS_MAILER,
  "aol gmail gmx hotmail icloud mail outlook proton protonmail rambler yahoo "
  "yandex" },

{ TERMS_MONEY,
  "aud btc cad chf dollar dollars eth eur euro euros gbp pesos reais rub usd usdt долар* "
  "доллар* евро евра денари руб рубл* 元 美元 円 万円 만원 دولار ريال درهم يورو" },

{ TERMS_DOT,
  "dot nokta ponto point punkt punt punto titik kropka точка точк тчк 点 點 ドット 닷 نقطة" },

{ TERMS_ENDING,
  "agency ai app art bet biz blog br buzz by bid care casa casino cc center cf cheap click clinic cloud club "
  "cn co com coupons credit cyou date deals de dental direct discount "
  "dev digital email eu exchange expert express finance fit fr fun fund ga games gg gl gmbh gov gq "
  "guru health host house icu inc info io jp kr kz law lat legal life link live "
  "loan loans ltd ly marketing media men mk ml moe money monster net network news nl one online "
  "org page party pet pharmacy photos pics pl plus porn press pro quest racing rent repair "
  "review reviews ru sale sbs services sex shop site social solutions space studio "
  "store stream su support surf systems team tech tips tk today tools top tours trade trading "
  "training tv ua uk vegas vin vip vn watch webcam website wiki win wine work works world wtf "
  "xxx xyz yachts zone рф "
  "ae au bg ch cl cz dk edu ee eg fi gr hk hr hu il ir lt lu lv mx nz ph pk ro rs sg sk th tr "
  "tw" },

{ TERMS_SHORT_ENDING,
  "ar at be ca do es id ie in is it ke ma me my ng no pe pt sa se si to us za" },

{ TERMS_ADDRESSEE,
  "admin administrator beloved customer friend friends madam owner sir team user "
  "webmaster вебмастер админ владелец 站长 站長 管理人様 관리자님 usuario cliente "
  "propietario webmestre inhaber betreiber" },
};
/* clang-format on */

struct entry {
	struct str word;
	unsigned kinds;
	bool open;
	const struct entry *shorter; /* that it begins with */
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
			entries[n++] = *e;
		}
	}
	n_entries = n;
}

/* `e` itself, or the longest shorter entry that the word begins with. */
static const struct entry *
begins_with(struct str word, const struct entry *e)
{
	while (e != NULL && !str_starts(word, e->word))
		e = e->shorter;
	return e;
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
	for (size_t i = 1; i < n_entries; i++)
		entries[i].shorter =
		    begins_with(entries[i].word, &entries[i - 1]);
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
	return low > first ? begins_with(word, &entries[low - 1]) : NULL;
}

static unsigned
look_up(struct str word)
{
	unsigned kinds = 0;

	for (const struct entry *e = find(word); e != NULL; e = e->shorter)
		if (e->open || e->word.len == word.len)
			kinds |= e->kinds;
	return kinds;
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
