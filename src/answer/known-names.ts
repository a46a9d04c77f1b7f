/**
 * Names that everyone knows, in both languages, beside the names of a collection: a claim may not bring one in that its quotes do not hold.
 * One row a name: Chinese forms, then English ones, separated by `|`.
 */
export const knownNames: readonly string[] = [
  // companies
  ...(
    '蘋果公司|蘋果=Apple;微軟=Microsoft;谷歌=Google;字母控股=Alphabet;亞馬遜=Amazon;臉書=Facebook;元宇宙公司=Meta;特斯拉=Tesla;輝達|英偉達=Nvidia;英特爾=Intel;超微=AMD;高通=Qualcomm;博通=Broadcom;安謀=Arm;台積電=TSMC;聯電=UMC;聯發科=MediaTek;' +
    '鴻海|富士康=Foxconn;三星=Samsung;海力士|SK 海力士=SK Hynix|Hynix;美光=Micron;索尼=Sony;軟銀=SoftBank;任天堂=Nintendo;豐田=Toyota;華為=Huawei;小米=Xiaomi;聯想=Lenovo;中芯國際|中芯=SMIC;阿里巴巴=Alibaba;騰訊=Tencent;百度=Baidu;字節跳動=ByteDance;抖音=TikTok;' +
    '甲骨文=Oracle;思科=Cisco;戴爾=Dell;惠普=HP|Hewlett-Packard;國際商業機器=IBM;賽富時=Salesforce;奧多比=Adobe;網飛=Netflix;優步=Uber;推特=Twitter;領英=LinkedIn;迪士尼=Disney;波音=Boeing;空中巴士=Airbus;愛立信=Ericsson;諾基亞=Nokia;西門子=Siemens;思愛普=SAP;艾司摩爾=ASML;' +
    "摩根大通=JPMorgan;高盛=Goldman Sachs;摩根士丹利=Morgan Stanley;花旗=Citigroup|Citi;貝萊德=BlackRock;黑石=Blackstone;沃爾瑪=Walmart;可口可樂=Coca-Cola;百事=Pepsi|PepsiCo;星巴克=Starbucks;麥當勞=McDonald's;耐吉=Nike;埃克森美孚=ExxonMobil|Exxon;殼牌=Shell;福特=Ford;通用汽車=General Motors;福斯=Volkswagen;賓士=Mercedes;寶馬=BMW;" +
    '彭博|彭博社=Bloomberg;路透|路透社=Reuters;華爾街日報=Wall Street Journal;紐約時報=New York Times;金融時報=Financial Times;經濟學人=Economist;法新社=AFP;美聯社=Associated Press;美國有線電視新聞網=CNN;英國廣播公司=BBC;維基百科=Wikipedia;深度求索=DeepSeek;月之暗面=Moonshot;智譜=Zhipu;商湯=SenseTime'
  ).split(';'),
  // people
  ...(
    '納德拉|薩蒂亞·納德拉=Satya Nadella|Nadella;奧特曼|阿特曼|山姆·奧特曼=Sam Altman|Altman;馬斯克|伊隆·馬斯克=Elon Musk|Musk;祖克柏|扎克伯格=Mark Zuckerberg|Zuckerberg;貝佐斯=Jeff Bezos|Bezos;蓋茲|比爾·蓋茲|比爾蓋茲=Bill Gates;庫克|提姆·庫克=Tim Cook;皮查伊|皮蔡=Sundar Pichai|Pichai;黃仁勳=Jensen Huang;' +
    '蘇姿丰=Lisa Su;艾里森|埃里森=Larry Ellison|Ellison;張忠謀=Morris Chang;馬雲=Jack Ma;馬化騰=Pony Ma;任正非=Ren Zhengfei;賈伯斯=Steve Jobs|Jobs;巴菲特=Warren Buffett|Buffett;川普|特朗普=Donald Trump|Trump;拜登=Joe Biden|Biden;歐巴馬=Barack Obama|Obama;習近平=Xi Jinping;普丁|普京=Vladimir Putin|Putin;梅克爾=Angela Merkel|Merkel;愛因斯坦=Albert Einstein|Einstein;牛頓=Isaac Newton;達爾文=Charles Darwin|Darwin;孫正義=Masayoshi Son'
  ).split(';'),
];

/** Places and institutions: names, but of nobody who does what a sentence tells. */
export const knownPlaces: readonly string[] = [
  ...(
    '美國=United States|U.S.|USA|America;中國|中國大陸=China;台灣|臺灣=Taiwan;日本=Japan;韓國|南韓=South Korea|Korea;北韓=North Korea;印度=India;印尼=Indonesia;馬來西亞=Malaysia;泰國=Thailand;越南=Vietnam;菲律賓=Philippines;新加坡=Singapore;澳洲=Australia;紐西蘭=New Zealand;英國=United Kingdom|UK|Britain;德國=Germany;法國=France;義大利=Italy;西班牙=Spain;葡萄牙=Portugal;荷蘭=Netherlands;比利時=Belgium;' +
    '瑞士=Switzerland;瑞典=Sweden;挪威=Norway;芬蘭=Finland;丹麥=Denmark;愛爾蘭=Ireland;波蘭=Poland;奧地利=Austria;希臘=Greece;俄羅斯|俄國=Russia;烏克蘭=Ukraine;土耳其=Turkey;以色列=Israel;伊朗=Iran;伊拉克=Iraq;沙烏地阿拉伯|沙烏地=Saudi Arabia;阿聯|阿拉伯聯合大公國=UAE|United Arab Emirates;埃及=Egypt;南非=South Africa;奈及利亞=Nigeria;肯亞=Kenya;加拿大=Canada;墨西哥=Mexico;巴西=Brazil;阿根廷=Argentina;智利=Chile;' +
    '歐洲=Europe;亞洲=Asia;非洲=Africa;北美=North America;南美=South America;歐盟=European Union|EU;聯合國=United Nations|UN;北約=NATO;世界銀行=World Bank;香港=Hong Kong;澳門=Macau;台北|臺北=Taipei;新竹=Hsinchu;高雄=Kaohsiung;北京=Beijing;上海=Shanghai;深圳=Shenzhen;東京=Tokyo;大阪=Osaka;首爾=Seoul;紐約=New York;華盛頓=Washington;洛杉磯=Los Angeles;舊金山=San Francisco;西雅圖=Seattle;芝加哥=Chicago;' +
    '德州|德克薩斯=Texas;加州=California;維吉尼亞=Virginia;亞利桑那|亞利桑納=Arizona;喬治亞州=Georgia;威斯康辛=Wisconsin;亞特蘭大=Atlanta;鳳凰城=Phoenix;達拉斯=Dallas;波士頓=Boston;倫敦=London;巴黎=Paris;柏林=Berlin;都柏林=Dublin;阿姆斯特丹=Amsterdam;蘇黎世=Zurich;莫斯科=Moscow;杜拜=Dubai;雪梨=Sydney;多倫多=Toronto;' +
    '哈佛=Harvard;史丹佛=Stanford;麻省理工=MIT;劍橋=Cambridge;牛津=Oxford;白宮=White House;五角大廈=Pentagon;矽谷=Silicon Valley;華爾街=Wall Street'
  ).split(';'),
];
