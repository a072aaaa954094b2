// What an argument is called in a usage line, and what it accepts, in both languages; and the closed lists
// of words that stand for a value (priorities, dispositions, filters). One declaration each: parser, help
// and the reference page read it.

extension ArgumentKind {
    /// Its place in a usage line.
    var placeholder: Phrase {
        switch self {
        case .phone: Phrase(vi: "sđt", en: "phone")
        case .priority: Phrase(vi: "mức", en: "priority")
        case .place: Phrase(vi: "nơi", en: "place")
        case .words: Phrase(vi: "việc gì", en: "what")
        case .incident: Phrase(vi: "ca", en: "incident")
        case .unit: Phrase(vi: "xe", en: "unit")
        case .units: Phrase(vi: "xe[,xe]", en: "unit[,unit]")
        case .hospital: Phrase(vi: "viện", en: "hospital")
        case .time: Phrase(vi: "@giờ", en: "@time")
        case .disposition: Phrase(vi: "kết-cục", en: "disposition")
        case .text: Phrase(vi: "; lời", en: "; text")
        case .unitFilter, .journalFilter: Phrase(vi: "lọc", en: "filter")
        case .sequence: Phrase(vi: "số", en: "seq")
        case .verb: Phrase(vi: "lệnh", en: "verb")
        case .language: Phrase(vi: "vi|en", en: "vi|en")
        case .call, .signedCall: Phrase(vi: "cuộc", en: "call")
        case .callFilter: Phrase(vi: "lọc", en: "filter")
        case .callbackResult: Phrase(vi: "kết-quả", en: "result")
        case .callEnd: Phrase(vi: "kết-cục", en: "outcome")
        case .fromSequence: Phrase(vi: "từ", en: "from")
        case .toSequence: Phrase(vi: "đến", en: "to")
        case .alerts: Phrase(vi: "!số[,số]", en: "!alert[,alert]")
        case .alertFilter: Phrase(vi: "tatca", en: "all")
        case .offerTarget: Phrase(vi: "trạm[,trạm] ca", en: "station[,station] incident")
        case .crewNames: Phrase(vi: "tên kíp", en: "crew")
        case .offerStation: Phrase(vi: "trạm", en: "station")
        case .declineReason: Phrase(vi: "lý-do", en: "reason")
        case .declineWords: Phrase(vi: "lời", en: "text")
        case .busyUntil: Phrase(vi: "15:30", en: "15:30")
        case .answers: Phrase(vi: "lời đáp", en: "answers")
        case .topic: Phrase(vi: "việc", en: "topic")
        case .form: Phrase(vi: "phiếu", en: "form")
        case .steps: Phrase(vi: "bước=giờ...", en: "step=time...")
        case .formRange, .textRange: Phrase(vi: "từ-đến", en: "from-to")
        case .formCount: Phrase(vi: "bao-nhiêu", en: "how-many")
        case .shiftCode: Phrase(vi: "mã", en: "code")
        case .crew: Phrase(vi: "kíp", en: "crew")
        case .skills: Phrase(vi: "trình-độ", en: "skills")
        case .equipment: Phrase(vi: "thiết-bị", en: "equipment")
        case .kilometres: Phrase(vi: "km", en: "km")
        case .outReason, .standDownReason: Phrase(vi: "lý-do", en: "reason")
        case .plannedTime, .plannedEnd: Phrase(vi: "15:30", en: "15:30")
        case .remark: Phrase(vi: "lời", en: "text")
        case .hospitalNeed: Phrase(vi: "tim,nhi", en: "pci,child")
        case .choiceReason: Phrase(vi: "lý-do", en: "reason")
        case .patient: Phrase(vi: "+|số", en: "+|number")
        case .patients: Phrase(vi: "1,2", en: "1,2")
        case .outcome: Phrase(vi: "kết-cục", en: "outcome")
        case .tag: Phrase(vi: "màu", en: "tag")
        case .start: Phrase(vi: "k,24,c,c", en: "n,24,y,y")
        case .jumpStart: Phrase(vi: "k,24,c,c", en: "n,24,y,y")
        case .person: Phrase(vi: "ai, bị gì", en: "who, what")
        case .estimate: Phrase(vi: "số-người", en: "patients")
        case .fromHospital: Phrase(vi: "từ-viện", en: "from")
        case .doctor: Phrase(vi: "bác-sĩ", en: "doctor")
        case .bed: Phrase(vi: "giường", en: "bed")
        case .escort: Phrase(vi: "người-kèm", en: "escort")
        case .queueFilter: Phrase(vi: "lọc", en: "filter")
        case .hospitalFilter: Phrase(vi: "viện|lọc", en: "hospital|filter")
        case .capacityTopic: Phrase(vi: "loại", en: "kind")
        case .freeBeds: Phrase(vi: "còn[/có]", en: "free[/all]")
        case .diversionStatus: Phrase(vi: "ngung|hanche|nhanlai", en: "closed|advisory|open")
        case .bedKind: Phrase(vi: "loại", en: "kind")
        }
    }

    /// What is accepted for it.
    var accepts: Phrase {
        switch self {
        case .phone:
            Phrase(
                vi: "số điện thoại 3 đến 15 chữ số; số ngắn ghi T=113",
                en: "a phone number of 3 to 15 digits; a short one as T=113")
        case .priority:
            Phrase(
                vi: "0 1 2 3 4, P0...P4, đỏ cam vàng xanh, khongxe",
                en: "0 1 2 3 4, P0...P4, red orange yellow green, none")
        case .place: Phrase(vi: "nơi, hoặc vĩ độ,kinh độ", en: "a place, or latitude,longitude")
        case .words: Phrase(vi: "lời người gọi, sau dấu ;", en: "the caller's words, after a ;")
        case .incident: Phrase(vi: "số ca, như 7", en: "the number of an incident, such as 7")
        case .unit: Phrase(vi: "số xe, như 12", en: "the number of a unit, such as 12")
        case .units:
            Phrase(
                vi: "một hay nhiều số xe cách nhau bằng dấu phẩy, như 12,15",
                en: "unit numbers with commas, such as 12,15")
        case .hospital:
            Phrase(
                vi: "số bệnh viện, như 3", en: "the number of a hospital, such as 3")
        case .time:
            Phrase(
                vi: "giờ đã qua, như @14:32 hay @14h32",
                en: "a time that has passed, such as @14:32 or @14h32")
        case .disposition:
            Phrase(
                vi: DispositionWords.rows.map { $0.vietnamese[0] }.joined(separator: " "),
                en: DispositionWords.rows.map { $0.english[0] }.joined(separator: " "))
        case .text: Phrase(vi: "lời cần ghi", en: "the text to be noted")
        case .unitFilter:
            Phrase(
                vi: "ranh ban nghi cu oto xemay xuong, số xe, 10-20, tram=3",
                en: "free busy off stale car motorbike boat, a number, 10-20, station=3")
        case .journalFilter:
            Phrase(
                vi: "số dòng cuối (20), từ-đến (100-140), ca=1, xe=12",
                en: "how many of the last (20), from-to (100-140), i=1, u=12")
        case .sequence:
            Phrase(vi: "số thứ tự sự kiện, như 15", en: "the sequence number of an event, such as 15")
        case .verb: Phrase(vi: "tên một lệnh", en: "the name of a command")
        case .language: Phrase(vi: "vi hay en", en: "vi or en")
        case .call: Phrase(vi: "số cuộc gọi, như c12", en: "the number of a call, such as c12")
        case .signedCall:
            Phrase(
                vi: "số cuộc gọi với chữ c, như c12", en: "the number of a call with its letter, such as c12")
        case .callFilter:
            Phrase(
                vi: "số điện thoại, ca=7, c12, goilai", en: "a phone number, i=7, c12, callbacks")
        case .callbackResult:
            Phrase(
                vi: CallbackWords.rows.map { $0.vietnamese[0] }.joined(separator: " "),
                en: CallbackWords.rows.map { $0.english[0] }.joined(separator: " "))
        case .callEnd:
            Phrase(
                vi: CallEndWords.rows.map { $0.vietnamese[0] }.joined(separator: " "),
                en: CallEndWords.rows.map { $0.english[0] }.joined(separator: " "))
        case .fromSequence, .toSequence: Phrase(vi: "số thứ tự sự kiện", en: "a sequence number")
        case .alerts:
            Phrase(
                vi: "số báo động như nó hiện ra, có dấu !: !12 hay !12,15",
                en: "alert numbers as they are shown, with the sign: !12 or !12,15")
        case .alertFilter:
            Phrase(vi: "tatca: cả báo động mới hết", en: "all: the recently cleared too")
        case .offerTarget:
            Phrase(
                vi: "3 7 (trạm 3, ca 7), 3,5,8 7, gan 7 hay 7 (trạm gần nhất), trống hay tram=3 (xem)",
                en:
                    "3 7 (station 3, incident 7), 3,5,8 7, near 7 or 7 (the nearest), nothing or station=3 (list)"
            )
        case .crewNames: Phrase(vi: "tên kíp, sau dấu ;", en: "the crew's names, after a ;")
        case .offerStation: Phrase(vi: "số trạm, như 3", en: "the number of a station, such as 3")
        case .declineReason:
            Phrase(
                vi: DeclineWords.rows.map { $0.vietnamese[0] }.joined(separator: " ")
                    + "; bận đến giờ nào: xeban den 15:30",
                en: DeclineWords.rows.map { $0.english[0] }.joined(separator: " ")
                    + "; until when: busy until 15:30")
        case .declineWords: Phrase(vi: "lời của trạm, sau dấu ;", en: "the station's words, after a ;")
        case .busyUntil: Phrase(vi: "giờ sắp tới, như 15:30", en: "a time to come, such as 15:30")
        case .answers:
            Phrase(
                vi: "c k ? theo thứ tự câu hỏi, việc gì (bat tinh), 54t, hoặc tên=lời đáp (tinh=k)",
                en:
                    "y n ? in the order of the questions, what happened (chest), 54y, or name=answer (blood=n)"
            )
        case .topic:
            Phrase(vi: "tên việc, như ep tim", en: "a topic, such as cpr")
        case .form:
            Phrase(
                vi: "số phiếu giấy; 17! nếu không trùng ca nào, 0 nếu không có phiếu",
                en: "the number of a paper form; 17! where it is no double, 0 without a form")
        case .steps:
            Phrase(
                vi: "các bước có giờ: NL LD HT TCBN VC VIEN BG SS, như HT=14h25 SS=14h50; VC cần BV=3",
                en: "steps with times: AK EN AR AP TR AH HO AV, such as AR=14:25 AV=14:50; TR needs H=3")
        case .formRange: Phrase(vi: "các số phiếu, như 1-40", en: "form numbers, such as 1-40")
        case .textRange:
            Phrase(
                vi: "số nội dung trong dispatch115 journal export, như 120-131",
                en: "numbers of texts in dispatch115 journal export, such as 120-131")
        case .formCount: Phrase(vi: "bao nhiêu phiếu, 1 đến 500", en: "how many forms, 1 to 500")
        case .shiftCode:
            Phrase(
                vi: "mã bốn chữ số mà người giao ca vừa nhận được",
                en: "the four digits that the outgoing person has been given")
        case .crew: Phrase(vi: "tên kíp, ở cuối dòng", en: "the crew's names, at the end of the line")
        case .skills:
            Phrase(
                vi: "bacsi dieuduong, cách nhau bằng dấu phẩy, hay khong",
                en: "doctor nurse, with commas, or none")
        case .equipment:
            Phrase(
                vi: "oxy maysoc maytho longap cang, cách nhau bằng dấu phẩy, hay khong",
                en: "oxygen defibrillator ventilator incubator stretcher, with commas, or none")
        case .kilometres:
            Phrase(vi: "số trên đồng hồ km, như 45120", en: "the odometer's reading, such as 45120")
        case .outReason:
            Phrase(
                vi: DutyWords.reasons.map { $0.vietnamese[0] }.joined(separator: " "),
                en: DutyWords.reasons.map { $0.english[0] }.joined(separator: " "))
        case .standDownReason:
            Phrase(
                vi: CourseWords.standDown.map { $0.vietnamese[0] }.joined(separator: " "),
                en: CourseWords.standDown.map { $0.english[0] }.joined(separator: " "))
        case .plannedTime, .plannedEnd:
            Phrase(
                vi: "giờ sắp tới, như 15:30 hay 15h30 (đã qua thì là ngày mai)",
                en: "a time to come, such as 15:30 or 15h30 (tomorrow where it has passed)")
        case .hospitalNeed: Phrase(vi: HospitalNeedWords.accepted(.vi), en: HospitalNeedWords.accepted(.en))
        case .choiceReason:
            Phrase(vi: "vì sao đến viện đó, sau dấu ;", en: "why that hospital, after a ;")
        case .remark: Phrase(vi: "lời ghi thêm, sau dấu ;", en: "what else is to be said, after a ;")
        case .patient:
            Phrase(
                vi: "+ thêm một người, +5 thêm năm người, 2 là người thứ hai của ca",
                en: "+ adds one, +5 adds five, 2 is the second of the incident")
        case .patients:
            Phrase(vi: "người thứ mấy của ca, như 1,2", en: "which of the incident's patients, such as 1,2")
        case .outcome:
            Phrase(
                vi: PatientWords.outcomes.map { $0.vietnamese[0] }.joined(separator: " "),
                en: PatientWords.outcomes.map { $0.english[0] }.joined(separator: " "))
        case .tag: Phrase(vi: "do vang xanh den khong", en: "red yellow green black none")
        case .start, .jumpStart:
            Phrase(
                vi: "lời đáp theo thứ tự hỏi, cách bằng dấu phẩy: c k ? và số nhịp thở; ? hỏi từ đầu",
                en: "answers in the order of asking, with commas: y n ? and breaths a minute; ? begins")
        case .person: Phrase(vi: "giới, tuổi, bị gì; sau dấu ;", en: "sex, age, what happened; after a ;")
        case .estimate: Phrase(vi: "ước chừng mấy người, như 12", en: "about how many, such as 12")
        case .fromHospital:
            Phrase(vi: "số bệnh viện nơi đi, như 1", en: "the number of the hospital of departure, such as 1")
        case .doctor, .bed, .escort:
            Phrase(
                vi: "một chữ; dấu _ thay dấu cách, như Le_Lan",
                en: "one word; _ stands for a space, as in Le_Lan")
        case .queueFilter: Phrase(vi: "capcuu truc chuyen", en: "emergency standby transfer")
        case .hospitalFilter:
            Phrase(
                vi:
                    "số viện như 3, loại giường (capcuu hoisuc bong ...), dotquy machvanh chanthuong locmau ..., "
                    + "ngungnhan",
                en: "a number such as 3, a kind of bed (ed icu burns ...), stroke pci trauma dialysis ..., "
                    + "diverting")
        case .capacityTopic:
            Phrase(
                vi: HospitalWords.beds.map { $0.vietnamese[0] }.joined(separator: " ")
                    + " chonhan (phút) do vang (chỗ)",
                en: HospitalWords.beds.map { $0.english[0] }.joined(separator: " ")
                    + " offload (minutes) red yellow (places)")
        case .freeBeds:
            Phrase(
                vi: "còn mấy, như 4, hay còn/có, như 4/12; ?/12 khi chỉ biết có mấy",
                en: "how many are free, such as 4, or free/all, such as 4/12; ?/12 where only that is known")
        case .diversionStatus:
            Phrase(
                vi: HospitalWords.statuses.map { $0.vietnamese[0] }.joined(separator: " "),
                en: HospitalWords.statuses.map { $0.english[0] }.joined(separator: " "))
        case .bedKind:
            Phrase(
                vi: HospitalWords.beds.map { $0.vietnamese[0] }.joined(separator: " "),
                en: HospitalWords.beds.map { $0.english[0] }.joined(separator: " "))
        }
    }
}

enum PriorityWords {
    static let rows: [(priority: Priority, words: [String])] = [
        (.p1, ["1", "P1", "DO", "RED"]), (.p2, ["2", "P2", "CAM", "ORANGE"]),
        (.p3, ["3", "P3", "VANG", "YELLOW"]), (.p4, ["4", "P4", "XANH", "GREEN"]),
        (.p0, ["0", "P0", "KHONGXE", "NONE"]),
    ]

    /// Takes a folded word.
    static func priority(_ word: String) -> Priority? { rows.first { $0.words.contains(word) }?.priority }
}

/// The words that close an incident, short forms after the long one; written here without spaces and
/// accents, typed with or without.
enum DispositionWords {
    struct Row: Sendable {
        let disposition: Disposition
        let vietnamese: [String]
        let english: [String]
    }

    static let rows: [Row] = [
        Row(
            disposition: .transported, vietnamese: ["dachuyenvien", "davanchuyen", "chuyenvien", "cv"],
            english: ["transported", "tr"]),
        Row(
            disposition: .treatedOnScene, vietnamese: ["xutritaicho", "taicho", "tc"],
            english: ["treated", "treatedonscene", "tx"]),
        Row(
            disposition: .refusedByPatient, vietnamese: ["tuchoi", "benhnhantuchoi"],
            english: ["refused", "rf"]),
        Row(
            disposition: .leftByOtherMeans, vietnamese: ["tudi", "xekhac"],
            english: ["left", "leftbyothermeans"]),
        Row(disposition: .dead, vietnamese: ["tuvong", "tv"], english: ["dead"]),
        Row(
            disposition: .notFound, vietnamese: ["khongthay", "khongtimthay", "kt"],
            english: ["notfound", "nf"]),
        Row(
            disposition: .noVehicleNeeded, vietnamese: ["khongcanxe", "kcx"],
            english: ["novehicle", "novehicleneeded", "nv"]),
        Row(disposition: .nuisance, vietnamese: ["quayroi", "qr"], english: ["nuisance", "ns"]),
        Row(
            disposition: .cancelledByCaller, vietnamese: ["baohuy", "nguoigoibaohuy", "bh"],
            english: ["cancelled", "cancelledbycaller", "cx"]),
        Row(disposition: .duplicate, vietnamese: ["trung", "trungca"], english: ["duplicate", "dup"]),
        Row(
            disposition: .standbyOver, vietnamese: ["hettruc", "hetgiotruc"],
            english: ["over", "standbyover"]),
    ]

    /// Takes a folded word without spaces.
    static func disposition(_ word: String) -> Disposition? {
        let lower = word.lowercased()
        return rows.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.disposition
    }
}

enum UnitFilterWords {
    static let rows: [(filter: UnitFilter, words: [String])] = [
        (.free, ["FREE", "RANH"]), (.busy, ["BUSY", "BAN"]), (.offDuty, ["OFF", "NGHI"]),
        (.stale, ["STALE", "CU"]), (.kind(.car), ["CAR", "OTO"]),
        (.kind(.motorbike), ["MOTORBIKE", "BIKE", "XEMAY"]), (.kind(.boat), ["BOAT", "XUONG"]),
        (.all, ["ALL", "TATCA"]),
    ]
    static let stationNames = ["STATION", "TRAM", "T"]
}
