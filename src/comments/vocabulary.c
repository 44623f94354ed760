/*
 * vocabulary.c - the lists of terms.h: what things and people are called
 *
 * A * at the end of a word stands for more letters.
 */
#include "base/base.h"
#include "comments/vocabulary.h"

#include "comments/terms.h"

/* clang-format off */
const struct vocabulary_list vocabulary_lists[] = {
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
  /* Chinese */
  "贷款 博彩 赌场 彩票 发票 代写 代开 网赚 兼职 刷单 投资 理财 比特币 加密货币 "
  "办证 壮阳 赚钱 娱乐城 貸款 賭場 發票 代寫 兼職 投資 加密貨幣 賺錢 娛樂城 借錢 "
  /* Japanese, Korean */
  "副業 稼げ 稼ぐ 出会い 融資 カジノ 儲か 仮想通貨 카지노 바카라 토토 대출 슬롯 투자 "
  "부업 코인 수익 먹튀 홀덤 "
  /* Arabic */
  "كازينو قرض قروض استثمار تداول فوركس مراهنات روحاني "
  "sponsored copyscape dofollow netlinking keyword keywords audit suchmaschinen* sponsorisé* "
  "auditoría продвижен* раскрутк* 被リンク 上位表示 排名 收录 상위노출 السيو invité "
  "airdrop airdrops assignment assignments backlinking bookmaker* coursework counterfeit "
  "diploma* followers guestpost hacked hacking hookup iptv jackpots kamagra levitra "
  "massage phentermine replicas roulette spins slot tramadol xanax thesis "
  "ghostwriter* bachelorarbeit* masterarbeit* hausarbeit* führerschein* "
  "rencontre* coquine* escorte* casinos "
  "apuestas escorts tragaperras tfg tfm "
  "cassino tigrinho palpites garotas acompanhantes "
  "scommesse tesine incontri escort "
  "chwilówk* gotówk* bukmacher* "
  "casino kupon* ödev tez takipçi bet iddaa "
  "pinjol maxwin depo jackpot skripsi "
  "интим индивидуалк* курсов* реферат* справки тотализатор фриспин* рулетк* "
  "эскорт прогноз* "
  "кладилниц* коцка облози* "
  "代发 论文 查重 上门服务 约会 百家乐 真人 提款 首存 彩金 开户 赌 刷粉 快排 外链 征信 贷 额度 "
  "無料登録 人妻 即会い 入金不要 コピー品 偽ブランド 高級コピー "
  "놀이터 메이저 첫충 매충 콤프 가입코드 출장샵 조건만남 졸업증명서 급전 "
  "بونص رهان رهانات ماجستير دكتوراه ابحاث أبحاث واجبات متابعين سيو سلفة تمويل " },

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
  "شراء بيع عروض خصم مجاني مجانا توصيل أسعار شركة خدمات ربح أرباح " },

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
  "معلومات جميل جدا موضوع "
  /* Who only agrees, in all of them */
  "agree agreed agrees true lovely solid zustimmen zustimme stimme genauso recht accord accordo "
  "bel d'accordo d'accord acuerdo concordo verdad verdade lindo linda соглас* поддержив* точно сложувам продолжете "
  "同感 同意 赞同 顶 说得 공감 읽었 동의 katılıyorum doğru zgadzam eens setuju صحيح أتفق استفدت كلام " },

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
  "مكتب مؤسسة شركات عيادة مركز نقل تنظيف صيانة عفش ديكور سوق متجر "
  "24 247 24h co company companies accountant* accounting acupuncture adviser agents appliance* architects "
  "arborist* asphalt associates awning* barber bathrooms bedding blinds bookkeeping "
  "broadband carpentry ceiling* chiropractor* coaching collectibles concrete condos "
  "consultancy consultant* consulting contracting conveyancing corp cottages courier* "
  "cruises curtains daycare dealer* decking decorators demolition detailing disposal "
  "distributor* doors drain drains drainage driveway* drywall dumpster electrical "
  "electronics enterprises equipment estate estates excavat* excursion* experts "
  "exporter* eyelash* eyewear fashion finance financing fireplaces fitters fittings "
  "florist* franchise freight funeral* gadgets glazing gmbh graphics grooming gym "
  "hair hairdress* handyman haulage healthcare helpdesk helpline homestay hospital "
  "immigration importer* inc industries insulation interiors investments joinery junk "
  "keto kits labs laptops laundry leasing lending lettings lighting liquidat* llc llp "
  "lodge machinery maids maintenance manicure marble marketplace masonry mechanic* "
  "medical merchants mortgages motel motors mulch nails notary nursing official "
  "optician* orthodont* outsourcing pallets payroll pergola* perfumes physio* "
  "pharmacy plaster* plastics podiatr* pressure printer* pro properties property pumps rehab "
  "remodel* renovation* reseller* reservation* restoration retail retreats rugs "
  "safari* sarl saunas scaffold* scrap septic shutters siding signage software "
  "srl stationery steel storage studios subscription* suppliers surveyor* tailor* tarot "
  "tattoo* tax taxis team technicians technologies technology tiles tiling toner toys "
  "transportation travels tuition turf tyre* upholstery valet vans "
  "veterinar* videography vip vitamins vpn waste waterproofing websites wholesaler* "
  "wigs woodwork yachts yoga "
  /* German */
  "agentur* ankauf anwalt* anwält* architekt* autoankauf autohaus badsanierung "
  "baumfäll* baumpflege bedachung* beratung* bestattung* brautmode buchhaltung "
  "containerdienst dachdeck* detektei* druckerei* elektriker* elektro elektrotechnik "
  "entsorgung* fahrschule* fenster fensterbau ferienhaus ferienhäuser ferienwohnung* "
  "fliesen* fotostudio friseur* galabau gartenbau gebäudereinigung gerüstbau glaserei "
  "gutachter* haarentfernung hausmeisterservice hausverwaltung heilpraktiker* heizung* "
  "hochzeitsfotograf* immobilie* kaminofen kanzlei kfz kosmetik* küchenstudio "
  "lieferservice maler malerbetrieb matratze* metallbau mietwagen montage möbel* nachhilfe "
  "nagelstudio notdienst* pflegedienst* physiotherapie* raumausstatter reifen* "
  "reinigungs* reisebüro* renovierung* rohrreinigung* sanierung* sanitär "
  "schädlingsbekämpfung* schlüssel* schreinerei schrott* solaranlage* solartechnik "
  "sonnenschutz spedition* steuerberat* teppich* tischlerei* transporte umzugs* "
  "versand* webdesign* werbeagentur* werbung* wintergarten zahnklinik* zaun* zäune "
  "zimmerei übersetzung* übersetzungsbüro "
  /* French */
  "agence* alarme* aménagement artisan* assainissement avocat* bijou* carrelage* "
  "carreleur* charpent* chauffag* coiffeur* coiffure comparateur* comptable* "
  "construction* courtier* couvreur* cuisiniste* débarras* débouch* dépann* détective* "
  "diagnostic* entreprise* façade* fenêtre* fleuriste* formation* funéraire* gîte* "
  "hébergement* huissier* immo immobilier* imprimerie* isolation* magasin* maçon* "
  "menuis* meuble* mutuelle* notaire* optique ostéopath* paysagist* piscine* plomberie* "
  "portail* ramonage* ravalement* rénov* référencement* réparation* sophrolog* "
  "thérapeute* traduct* vidange* vitrerie* voyance* vtc élagag* élagueur* électricité "
  /* Spanish */
  "abogad* agencia* alarmas albañil* alquileres arquitect* asesor* autoescuela* bodas "
  "bufete carpinter* cerrajer* cirug* climatizaci* compraventa construccion* consultor* "
  "contador* cursos decoración desatascos desguace* detectives diseño* distribuidora* "
  "electricidad excursiones farmacia* ferretería* florister* fontaner* fotógraf* "
  "fumiga* funerari* gestoría* gimnasio* grúa* hostal imprenta* informática inmobiliari* "
  "instalacion* instalador* jardiner* jardines joyería* lavander* limpiezas mayorista* "
  "mecánico* notaría peluquer* perfumería* persianas plomer* posicionamiento pozos "
  "proveedor* reforma* reparaciones riego talleres tejados toldos traducc* transportes "
  "veterinari* vidente* "
  /* Portuguese, Italian */
  "acompanhantes advoca* agência* arquitet* calhas carretos chaveiro* conserto* "
  "consórcio* construtor* contabil* corretor* cortinas curso dedetiz* dentista* "
  "desinsetiza* despachante* detetive* distribuidor* eletricist* empreiteir* estética "
  "excursõ* floricultur* fornecedor* frete* funilari* gráfica guincho* hospedagem* "
  "imobili* impermeabiliz* joalheria* lavanderia* loja* marcenaria* massagem* mudança* "
  "passagens passeios peças persiana* piscina* pousada* refrigeração reparos segurança* "
  "serralheri* transportadora* vidraç* vistos "
  "abbigliamento affitti affitto agriturismo* allarmi antifurt* arred* artigian* "
  "assicuraz* autofficina* autonoleggio* avvocat* azienda bomboniere caldai* carpenteri* "
  "cartomanzia climatizza* commercialist* condizionatori consulenz* corsi corso cucine "
  "disinfestaz* ditta edil* elettricist* escursion* estetic* falegnam* ferramenta "
  "finanziament* finestre fotovoltaic* giardinag* gioieller* imbianchin* impiant* "
  "infissi investigat* materassi mobili mutui odontoiatr* palestr* parrucchier* "
  "pavimenti riparazion* ristruttur* serramenti serrande sgomber* tappezz* tende "
  "termoidraulic* tipografi* traduzion* trasport* traslochi vacanze viaggi "
  /* Dutch, Polish */
  "aanbieding* advies advocaten airco* autoverhuur beveiliging* boekhoud* bouwbedrijf "
  "dakdekkers dakkapel* dakwerken elektricien* fysio* gevel* gordijnen hovenier* incasso "
  "installatie* isolatie* juwelier* kapper* keukens klusbedrijf* kozijn* leverancier* "
  "makelaars matras* meubel* notaris ongedierte* ontruiming* ontstopping* opleiding* "
  "opticien* reclame* reinigings* rolluik* sanitair schoorsteen* slotenmakers spoed* "
  "stukadoor* uitvaart* vakantiehuis* vakantiewoning* verbouw* verhuis* verhuur* "
  "verzekering* vloeren warmtepomp* webbureau zonnepane* zonwering* "
  "adwokat* agencja* apartament* apteka* budowla* catering* dachy domki drukarnia* drzwi "
  "elektryk* fotowoltaika* fryzjer* hurtowni* hydraul* instalac* kancelaria* klimatyzac* "
  "klinika* kosmety* kursy lakiernia meblowe montaż* naprawy nieruchomoś* noclegi obsługa "
  "ogrodzenia okna opony opakowani* pogrzeb* pozycjonowanie pralnia prawnik remonty rolety "
  "serwisy sklep* stolar* szkolen* tapicer* taksówk* tłumacz* ubezpiecz* usługi* wesela "
  "wycieczki złom ślusarz* "
  /* Turkish, Indonesian */
  "asansör avukat* badana bilişim boşanma butik dekorasyon dershane diyetisyen düğün "
  "eczane ekspertiz elektrikçi emlak* eskort fabrika* fotoğrafçı gayrimenkul gelinlik "
  "güvenlik güzellik hastane* hizmet* hukuk ilaçlama imalat* inşaat klima koltuk* kozmetik "
  "kuaför* kurs* kurye lojistik masaj matbaa mimarlık nakliye* organizasyon otel* oto "
  "otomotiv perde reklam* satış spotçu tabela tadilat* taksi taşımacılık tatil tekne* "
  "tente tercüme* tesisat* toptan turizm* vize* veteriner yalıtım yazılım çilingir* "
  "bisnis distributor jual konveksi kontraktor kursus layanan loker obat percetakan "
  "produsen sedot souvenir tukang vendor wisata "
  /* Russian, Macedonian */
  "автозапчаст* автосалон* автошкол* ателье банкрот* бассейн* бетон бухгалт* вакансии "
  "вывоз грузчик* гостиниц* двери дверей дезинсекц* детектив* дизайн* домофон* забор* "
  "запчаст* кадастр* клининг* кондиционер* косметолог* кровл* курсы лазер* ламинат "
  "ландшафт* логистик* маникюр массаж* матрас* межгород монтаж* мебель* нарколог* "
  "недвижимост* нотариус* оборудован* обучен* ооо оптом отель* памятник* парикмахер* "
  "перевозк* перевод* пластиков* плитк* полиграф* потолк* похорон* продвижен* прокат* "
  "реклам* репетитор* рефинанс* ритуальн* сантех* септик* склад* спецтехник* страхов* "
  "строитель* строй* студи* тонировк* трансфер* турагент* туры установк* утеплен* "
  "химчистк* хостел* центр* шиномонтаж* экскурси* электрик* "
  "врати вулканизер градежн* дизајн доо дооел електричар* ентериер кујни курсеви молер* "
  "недвижност* нотар* ординациј* осигур* паркет печатница плочк* поправк* превод* превоз* "
  "прозор* ролетн* сметководств* транспорт* тури уреди фризер* хотел* чистењ* "
  /* Chinese */
  "中介 中医 二手 代办 代發 会计 保洁 保险 保姆 养生 减肥 出租 加工 加盟 包装 包車 印刷 回收 开锁 "
  "当铺 當舖 律师 律師 微商 房产 批发 招商 推广 摄影 教育 旅行社 有限公司 机械 植发 民宿 "
  "注册公司 清潔 物流 牙科 瓷砖 疏通 留学 直销 租房 移民 空调 策划 美容 美甲 翻译 营销 行銷 装饰 "
  "設計 設備 设备 货运 超市 软件 酒店 門窗 门窗 集团 集運 驾校 專業 专业 专卖 "
  /* Japanese */
  "エステ クリーニング コンサル ショップ スクール センター ツアー ハウスクリーニング リフォーム "
  "レンタル 不用品 代行 保険 制作 司法書士 回収 塗装 専門 工房 弁護士 整体 整骨院 有限会社 "
  "株式会社 格安 歯科 水道 清掃 相談所 税理士 興信所 行政書士 賃貸 集客 駆除 "
  /* Korean */
  "가전 간판 견적 광고 과외 꽃배달 누수 대리운전 대행 도매 도배 렌터카 렌트카 마케팅 방수 법률 변호사 "
  "보험 부동산 설비 성형외과 세무 쇼핑몰 수리 안마 업소 여행사 용달 유학 의원 인쇄 전문 제작 중고차 "
  "철거 치과 탐정 투어 펜션 폐기물 포장이사 피부과 한의원 홈타이 홍보 흥신소 "
  /* Arabic */
  "اثاث أثاث اسنان أسنان استشارات اعلانات إعلانات اكاديمية أكاديمية اونلاين أونلاين برمجة تأجير "
  "تجميل ترجمة ترميم تسربات تسويق تصميم جملة حجز حشرات خزانات دهانات دورات رحلات سباكة ستائر سجاد "
  "سفر سياحة شحن شركه عزل عطور عقارات عيادات غسيل فنادق كشف ليزر ليموزين محاماة محامي مطابخ مظلات "
  "معهد مقاول مقاولات مكافحة مواقع هدايا " },

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
  "اضغط انقر تواصل اتصل راسل راسلني زوروا اشترك انضم " },

{ TERMS_MESSENGER,
  "discord threema wickr icq insta instagram kakaotalk kik line messenger qq signal skype snapchat "
  "telegram telegramm viber vx watsapp wattsapp wechat weixin whats whatsap whatsapp "
  "zalo zap ватсап* вацап* вотсап* вайбер* вибер* телеграм* телег* тг 微信 薇信 加微 加薇 加微信 텔레 电报 카톡 "
  "카카오톡 텔레그램 واتساب واتس تلجرام تليجرام تيليجرام تلغرام " },

{ TERMS_MAILER,
  "aol gmail gmx hotmail icloud mail outlook proton protonmail rambler yahoo "
  "yandex " },

{ TERMS_MONEY,
  "aud btc cad chf dollar dollars eth eur euro euros gbp pesos reais rub usd usdt долар* "
  "доллар* евро евра денари руб рубл* 元 美元 円 万円 만원 دولار ريال درهم يورو " },

{ TERMS_DOT,
  "dot nokta ponto point punkt punt punto titik kropka точка точк тчк 点 點 ドット 닷 نقطة " },

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
  "tw " },

{ TERMS_SHORT_ENDING,
  "ar at be ca do es id ie in is it ke ma me my ng no pe pt sa se si to us za " },

{ TERMS_ADDRESSEE,
  "admin administrator beloved customer friend friends madam owner sir team user "
  "webmaster вебмастер админ владелец 站长 站長 管理人様 관리자님 usuario cliente "
  "propietario webmestre inhaber betreiber " },

{ 0, NULL } };
/* clang-format on */
