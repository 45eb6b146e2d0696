"""Rates, shares and means against their counts, in the wordings of reports."""

import re

import pytest

from analysis.audit import Finding, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report


def ratios(text: str) -> list[Finding]:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return [each for each in findings if each.relation in {"rate", "share", "mean"}]


def verdicts(text: str, relation: str) -> set[Verdict]:
    return {each.verdict for each in ratios(text) if each.relation == relation}


# {right|wrong}: with the first figure they agree, with the second they don't
RATES = [
    # the count is some of those just before it
    "参加考核的48个单位中有42个达到优秀等次，优秀率{87.5%|78.5%}。",
    "全县1240个行政村已有1098个实现垃圾分类，覆盖率{88.5%|95.8%}。",
    "脱贫人口3.2万人中有2.4万人实现务工就业，就业率{75%|85%}。",
    # a bare verb behind a semicolon leaves out of what
    "全年立电诈案件1248起，下降11.6%；破获1008起，破案率{80.8%|88.0%}。",
    # the rate's own words tell its whole from others
    "办理代表建议128件、提案203件，代表建议结果满意的121件，代表满意率{94.5%|96.1%}。",
    # what is left where the name is not true
    "审结被告案件96件，败诉8件，胜诉率{91.7%|97.1%}。",
    # other words for a restriction
    "收到来信235封，在规定期限内答复232封，按期答复率{98.7%|89.7%}。",
    # all things of the kind
    "命名示范社区33个，全市社区220个，创建率{15%|25%}。",
    # more than was planned
    "年度计划投资360亿元，实际完成投资414亿元，投资完成率{115%|151%}。",
    # of what the plan was changed to
    "支出年初预算48.3亿元，执行中调整为51.2亿元，实际完成49.8亿元，完成调整预算的{97.3%|79.3%}。",
    "年初预算收入86亿元，调整预算92亿元，实际完成94.3亿元，为调整预算的{102.5%|107.5%}。",
    # an earlier rest adds to what came in
    "上年结转46件，新收412件，审结430件，结案率{93.9%|39.9%}。",
    # a name that denies, and a denial before a restriction
    "抽检食品3120批次，不合格58批次，不合格率{1.86%|1.68%}。",
    "应抽查62项，未按期完成3项，按期完成率为{95.2%|98.7%}。",
    # what is done and what is left
    "承诺事项已完成45项，完成率{93.8%|94.8%}，其余3项顺延实施。",
    # 和 is a part of the name
    "审结案件6500件，其中以调解、和解方式结案1950件，调解和解率达{30%|36%}。",
    # the count is named by what stands behind it
    "按期办结率达{95.0%|98.5%}，全年64万件诉求中有60.8万件在规定时限内办结。",
    # what could be fitted is not what was
    "具备安装条件的屋顶3250处，已建成光伏1950处，安装率达到{60%|65%}。",
    "惠企资金7.36亿元，实际支出7.02亿元，支出进度{95.4%|94.5%}。",
    # a sum holds already what was carried over
    "新收申请312件，加上年结转8件，共计320件。作出答复316件，其中在法定期限内答复311件，"
    "按期答复率{98.4%|94.8%}。",
    # times
    "城镇、农村居民人均可支配收入分别达到74400元和47455元，城乡居民收入倍差缩小至{1.57|1.75}。",
    "城乡居民人均可支配收入分别达到8.3万元和4.6万元，收入差距缩小至{1.79|1.97}∶1。",
    "城镇居民人均可支配收入42291元，农村居民人均可支配收入21460元。\n"
    "城乡居民收入比由2022年的2.03:1降至2023年的{1.97|1.79}:1。",
]
SHARES = [
    # shares of kinds that are the whole
    "从申请人类型看，自然人占58.4%，个体工商户占17.3%，其余{24.3%|34.3%}为企业。",
    "装机结构中，火电占46.9%，水电占30.9%，余下{22.2%|32.2%}均为新能源。",
    "全部总产值中，轻工业占36.4%，重工业占53.5%，其他占{10.1%|20.1%}。",
    "从企业规模看，小微企业占41.2%，中型企业占11.3%，大型企业占{47.5%|57.5%}。",
    "形成以农户占{60%|70%}、村集体占20%、企业占20%的利益分配模式。",
    "全年签约项目中，制造业占64%，非制造业占{36%|46%}。",
    "受访群众中表示满意的占87%，表示基本满意和不满意的占{13%|23%}。",
    "认为“非常好”的占46.2%，“比较好”的占38.5%，“一般”的占12.1%，“不好”的占{3.2%|8.2%}。",
    "三产增加值分别占GDP的6.4%、48.1%和{45.5%|55.5%}。",
    "城区公交车中新能源车占88%，燃油车占{12%|22%}。",
    # of a whole that is not printed
    "处罚类62件，占49.6%；征收类21件，占16.8%；确认类42件，占{33.6%|38.6%}。",
    # part and whole
    "从事项看，处罚类62件，占{49.6%|51.2%}；许可类63件，占50.4%。以上合计125件。",
    "全年进出口总额57.6亿元，其中对共建国家进出口20.0亿元，占全县外贸总值的{34.7%|37.4%}。",
    "286个行政村中，已有243个村集体收入超过50万元，占比{85%|95%}。",
    "本年新收申请245件，上年结转12件，予以公开168件，占全部申请的{65.4%|75.4%}。",
    "监督案件174件，其中支持申请的{87|58}件，占全部监督案件的一半。",
    "教育支出68亿元，占一般公共预算支出的{28.3%|38.2%}；一般公共预算支出总额为240亿元。",
    # 占 goes on with what grew
    "总收入368亿元，其中税收收入186亿元、其他收入39亿元；税收收入增长3.6%，占总收入的{50.5%|55.0%}。",
    # the part bears the noun of its whole
    "全市发电量128亿千瓦时，其中可再生能源41亿千瓦时，可再生能源发电量占全市发电量的{32.0%|47.7%}。",
    # the whole is printed with its name
    "非票务收入达到18.6亿元，占124亿元运营总收入的{15%|18%}。",
    "快递业务量1.82亿件，增长15.2%，占行业寄递业务量2.36亿件的{77.1%|71.7%}。",
    # the noun is left out
    "研发人员达到3.6万人，硕士及以上学历的有9000人，占比{25%|35%}。",
    "批发企业达到1850家，从事大宗商品贸易的有481家，所占比重为{26%|36%}。",
    # the whole stands elsewhere
    "规上工业增加值迈上新台阶，达到215.6亿元。\n"
    "高新技术产业增加值92.3亿元，占规上工业增加值的比重{42.8%|48.2%}。",
    "全年完成固定资产投资6031亿元。\n工业投资1881亿元，占固定资产投资比重达到{31.2%|32.1%}。",
    "新增公园141座、累计达到973座。\n849座公园24小时开放、占全市公园总数的{87.3%|78.3%}。",
]
MEANS = [
    # in another unit
    "粮食播种面积400万亩，总产量168万吨，平均亩产{420公斤|520公斤}。",
    "棉花种植面积2000公顷，总产量3600吨，每公顷{1800公斤|1080公斤}。",
    "油菜面积30万亩，总产量4.8万吨，平均单产{160公斤/亩|180公斤/亩}。",
    # of all that is counted
    "为2.5万名学生发放助学金5000万元，生均{2000元|3000元}。",
    "举办招聘会120场，提供岗位9.6万个，场均{800个|600个}。",
    "全市260个村集体经营性收入合计1.3亿元，村均{50万元|75万元}。",
    "工作人员共145名，分布在62个司法所，平均每所{2.3人|3.2人}。",
    "开放床位840张，医护人员1092人，平均每张床位配备{1.3人|1.6人}。",
    "47名监督员参与监督活动1128人次，人均参与{24次|42次}。",
    "96名顾问律师走访2140次，提供服务883件次，顾问律师平均每人服务{9.2件次|12.9件次}。",
    "2.4万户农户户均增收{5000元|6500元}，共增收1.2亿元。",
    # a standard looks like it: a slip of the pen alone tells
    "建设农村路400公里，总投资6亿元，每公里{150万元|250万元}。",
    "全年审结案件318件，累计用时8586天，平均审理期限{27.0天|72.0天}。",
    # of a stretch of time
    "一季度受理工单2.7万件，日均受理{300件|380件}。",
    "前三季度受理投诉8190件，月均受理{910件|980件}。",
    "平台上线以来共306天，受理咨询1714件，日均{5.6件|6.5件}。",
    "近三年累计培育农民2.7万人，年均{0.9万人|1.2万人}。",
    # of the people that the words name
    "地区生产总值283.1亿元，年均常住人口38.5万人，按年均常住人口计算，人均地区生产总值"
    "{73532元|75932元}。",
    # of each of the population
    "执业（助理）医师1624人，常住人口51.4万人，每万人口拥有执业（助理）医师{31.6人|36.1人}。",
    "年末全市常住人口58.4万人，实有床位3106张，每千常住人口拥有床位{5.32张|5.82张}。",
    "收购烟叶3.24万吨，支付收购款9.72亿元，平均每公斤收购价{30.0元|35.0元}。",
    # what each has in a year
    "选派320名特派员，开展指导1.92万人次，每名特派员年均指导{60人次|72人次}。",
    # of a year that is named, or told of behind the mean; a leap year has a day more
    "2024年全市急救共出车87.84万次，日均出车{2400次|2650次}。",
    "热线月均接听来电{2.1万个|2.5万个}，全年累计接听25.2万个。",
    "全年受理诉求34.75万件，日均受理{949件|994件}。",
    # between those of its parts
    "全体居民人均可支配收入{35500元|46500元}，其中城镇居民43200元，农村居民23600元。",
]
TEXTS = [
    *((text, "rate") for text in RATES),
    *((text, "share") for text in SHARES),
    *((text, "mean") for text in MEANS),
]


@pytest.mark.parametrize(("text", "relation"), TEXTS)
def test_ratios_are_recomputed(text: str, relation: str) -> None:
    right = re.sub(r"\{(.*?)\|.*?\}", r"\1", text)
    wrong = re.sub(r"\{.*?\|(.*?)\}", r"\1", text)
    assert Verdict.CONSISTENT in verdicts(right, relation)
    assert Verdict.INCONSISTENT not in verdicts(right, relation)
    assert Verdict.INCONSISTENT in verdicts(wrong, relation)


@pytest.mark.parametrize(
    "figures",
    [
        "签约项目200个，其中开工150个，占比{75%|57%}",
        "改造卫生室60个，投入资金2400万元，平均每个{40万元|24万元}",
    ],
)
def test_what_is_planned_agrees_with_itself(figures: str) -> None:
    plan = "一、2024年工作回顾\n各项工作完成。\n二、2025年工作安排\n今年，我们要完成：{}。\n"
    right = re.sub(r"\{(.*?)\|.*?\}", r"\1", figures)
    wrong = re.sub(r"\{.*?\|(.*?)\}", r"\1", figures)
    assert [each.verdict for each in ratios(plan.format(right))] == [Verdict.CONSISTENT]
    assert [each.verdict for each in ratios(plan.format(wrong))] == [Verdict.INCONSISTENT]


@pytest.mark.parametrize(
    "text",
    [
        # of a base that is not printed
        "全年受理诉求38412件，回访中表示满意的25906件，满意率96.7%。",
        "共导入纠纷6420件，调解成功4381件，其中进入调解程序的案件调解成功率83.6%。",
        "全年新签约项目320个，已开工198个，开工项目资金到位率78.5%。",
        "处理污水2628万吨，平均每天处理7.2万吨，污泥无害化处置率100%。",
        # of another time or plan
        "收到建议书18份，反馈整改16份；上年度反馈率为94.1%。",
        "应建设法律之家183个，已建成96个，力争到2025年底建成率达到80%以上。",
        "计划供地4600亩，后经批准调增，实际供应4380亩，供应计划完成率87.6%。",
        "三年计划建设充电桩9000个，首年建成3150个，占年度任务的105%。",
        # what was to be done is no numerator
        "检查企业300家，责令整改120家，问题整改率96%。",
        # of all in the country, and of things that grew
        "新能源汽车产量增长43%、占全国四分之一，集成电路产量占全国18%，手机占全国57%。",
        "干部中女性占48%，党员占62%，本科以上学历占85%。",
        "从年龄看，35岁以下占42%，45岁以下占78%，女性占55%。",
        "受访企业获取信息的渠道（多选）中，网站占62.4%，公众号占71.8%，其他占28.3%。",
        # of several wholes
        "产业结构优化，高新技术产业占比达到52%，战略性新兴产业占比58%。",
        "规上工业中，高新技术产业、战略性新兴产业占比分别为52%、58%。",
        "主要用于：公共安全支出1986.72万元，占83.28%；卫生健康支出86.40万元，占3.62%。",
        # the budget is of all that was spent, not of the part
        "经费预算32万元，支出25.36万元，完成预算的79.25%，其中公务用车支出21.18万元，完成预算的84.72%。",
        # a mean of closed cases closes none
        "受理案件9862件，审执结9415件，结案率95.47%，法官人均结案261.5件。",
        # 548 of 548 and 1236
        "批准逮捕1236人，不批准逮捕548人，不捕率30.7%。",
        # what is due to each is no mean
        "为1.2万名困难学生发放补助，每生每年1250元，共投入资金3600万元。",
        "全市图书馆总藏量620万册，人均1.2册，全年接待读者380万人次。",
        "接待过夜游客860万人次，人均消费1320元，旅游总收入280亿元。",
        "为2.4万名群众发放资金1.92亿元；改造危房326户，户均补助2.1万元。",
        # a parenthesis that tells of last year tells of it throughout
        "报名4862人，本科上线2415人，上线率49.7%（上年报名4790人，上线2268人，上线率47.3%）。",
        "发生事故39起、死亡22人、受伤31人，死亡率2.1%（上年同期48起、死亡27人，死亡率3.4%）。",
        # of the teachers, not of all
        "交流校长（园长）、教师335人，其中教师298人，骨干教师82人，占交流教师的27.5%。",
        # of a part's plan, whose own spending is not printed
        "年初预算90万元，支出80万元，完成预算的88.9%。其中农业年初预算50万元，完成年初预算的98%。",
        # of a field of work alone
        "受理劳动争议2310件，调解成功1486件。在建筑领域，调解成功率81.3%。",
        # of a total of other parts in the sentence before
        "全年回访12.48万件，其中满意11.71万件、不满意0.77万件。重办工单2860件，重办率1.9%。",
        # of one sort of cases, not of all with what was carried over
        "审执结8126件（含旧存412件）。民事案件4126件，审结3942件，调撤率46.8%。",
        # of those that are told to be all done
        "刑事立案3862起，破案2416起，破案率62.6%，其中命案12起全部侦破，破案率100%。",
        # of firms, not of the money that has a share already
        "退税18.62亿元，其中留抵退税12.4亿元，占退税额的66.6%，惠及中小企业3862户，占98.1%。",
        # larger than a GDP, and than a plan
        "进出口总额占GDP比重达126%，完成投资占年度计划的118%。",
    ],
)
def test_ratios_without_their_counts_are_left_alone(text: str) -> None:
    assert Verdict.INCONSISTENT not in {each.verdict for each in ratios(text)}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("民生支出占一般公共预算支出的812%。", "812%"),
        ("两类项目分别占全省的150%和40%。", "150%"),
        ("运输量4507万吨，分别占全区、三市总量的39%、165.1%。", "165.1%"),
        ("服务业占地区生产总值比重提高到152.4%。", "152.4%"),
    ],
)
def test_no_share_is_more_than_all(text: str, stated: str) -> None:
    wrong = [each.stated.text for each in ratios(text) if each.verdict == Verdict.INCONSISTENT]
    assert wrong == [stated]
