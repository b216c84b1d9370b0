"""Knows the shape of a person's name, padded or not: a family name and one or two characters."""

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单"
    "杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾"
    "暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩"
    "桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆"
    "师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖代佟兰母岳涂覃揭鄢辜苑付操官樵占邸苟谌仝"
    "丘缑亢况揣佘伯宫墨哈谯年爱阳麦冒隋楼牟区候展帅矫逢阮原战宛位缴冼晋楚仉督归海由"
)
DOUBLE = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "东方",
        "夏侯",
        "端木",
        "南宫",
        "长孙",
        "宇文",
    ]
    + ["轩辕", "百里", "呼延", "西门", "独孤", "闻人"]
)
NO_GIVEN = frozenset("局委办部厅处科所站队院会长组县市区镇乡村级个任记员席副校司位门等，。、（）的")
MASKS = frozenset("×*＊xXｘＸ某○〇")
NO_PERSON = frozenset(["经理", "总经理", "党政", "党群", "经济", "经办", "常务", "有关", "相关", "安全", "全体"])


def is_person(words: str) -> bool:
    """True if the words have the shape of one person's name, blanks between its characters or not."""
    name = unpad(words)
    family = 2 if name[:2] in DOUBLE else 1
    if not 1 <= len(name) - family <= 2 or len(words) > len(name) + 4:
        return False
    given = name[family:]
    if (family == 1 and name[0] not in SINGLE) or NO_GIVEN & set(given) or name in NO_PERSON:
        return False
    return all("\u4e00" <= c <= "\u9fff" or c in MASKS for c in given)


def unpad(name: str) -> str:
    """The name without the blanks that line it up in a roster."""
    return "".join(name.split())
