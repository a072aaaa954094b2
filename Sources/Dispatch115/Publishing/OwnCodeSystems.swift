// Our code systems and our measure, from the tables that the messages are made of. A code means the same for ever.

extension OwnDefinitions {
    struct Code {
        var code: String
        var english: String
        var vietnamese: String
    }

    static func codeSystems(_ context: PublishingContext) -> [OwnDefinition] {
        [
            codeSystem(
                "bed-kind", title: "Kinds of beds", "The kinds of beds that are counted.",
                BedKind.allCases.map { code($0.published) }, context),
            codeSystem(
                "capability", title: "Capabilities", "What a hospital can treat.",
                HospitalCapabilities.published.map { code($0.name) }, context),
            codeSystem(
                "capacity-status", title: "Senses of a count", "In which sense beds are counted.",
                CapacitySense.allCases.map(sense), context),
            codeSystem(
                "capacity-population", title: "Populations of the capacity report",
                "What is counted of a kind of bed.", CapacityPopulation.allCases.map(population), context),
            codeSystem(
                "site-figure", title: "Figures of a site", "What is counted at a site beside beds.",
                SiteFigure.allCases.map(figure), context),
            codeSystem(
                "nemsis-etimes", title: "Time points", "The time points of NEMSIS 3.5 that we tell.",
                TimePoint.allCases.map {
                    Code(code: $0.nemsisCode, english: $0.nemsisName, vietnamese: $0.phrase.vi)
                }, context),
            codeSystem(
                "task-input", title: "Inputs of a task", "What a notice or a referral says in its task.",
                TaskInput.allCases.map(input), context),
            codeSystem(
                "feed", title: "Feeds", "Which of our messages a resource belongs to.",
                [
                    Code(
                        code: CapacityDocuments.feed, english: "Capacity of hospitals",
                        vietnamese: "Sức chứa bệnh viện"),
                    Code(
                        code: PreArrivalDocuments.feed, english: "Pre-arrival notices",
                        vietnamese: "Báo trước cho bệnh viện"),
                    Code(
                        code: ReferralDocuments.feed, english: "Referrals to telehealth",
                        vietnamese: "Chuyển sang tư vấn từ xa"),
                ], context),
        ]
    }

    private static func codeSystem(
        _ name: String, title: String, _ description: String, _ codes: [Code], _ context: PublishingContext
    ) -> OwnDefinition {
        let concepts = codes.map { code -> FHIRNode in
            [
                "code": .text(code.code), "display": .text(code.english),
                "designation": [["language": "vi", "value": .text(code.vietnamese)]],
            ]
        }
        let rest: [FHIRMember] = [
            FHIRMember(name: "caseSensitive", value: true), FHIRMember(name: "content", value: "complete"),
            FHIRMember(name: "count", value: .whole(Int64(codes.count))),
            FHIRMember(name: "concept", value: .list(concepts)),
        ]
        return OwnDefinition(
            name: "CodeSystem-" + name,
            node: .object(head("CodeSystem", name, title: title, description, context) + rest))
    }

    private static func code(_ name: PublishedName) -> Code {
        Code(code: name.code, english: name.english, vietnamese: name.vietnamese)
    }

    private static func sense(_ sense: CapacitySense) -> Code {
        let (english, vietnamese) =
            switch sense {
            case .available:
                ("Still to be had: reported less reserved, never below 0", "Còn nhận được")
            case .reported: ("Free in the hospital's own word", "Trống theo báo cáo của bệnh viện")
            case .reserved: ("Promised to ambulances on their way", "Đã giữ cho xe đang đến")
            case .installed: ("Staffed beds that there are", "Tổng số giường có người phục vụ")
            case .expires:
                (
                    "As reported, and no longer to be used from capacityUpdateDate on",
                    "Số đã báo cáo, hết hiệu lực từ capacityUpdateDate"
                )
            }
        return Code(code: sense.rawValue, english: english, vietnamese: vietnamese)
    }

    private static func population(_ population: CapacityPopulation) -> Code {
        let (english, vietnamese) =
            switch population {
            case .installed: ("Staffed beds that there are", "Tổng số giường có người phục vụ")
            case .occupied: ("Installed less reported", "Đang có người nằm")
            case .reserved: ("Promised to ambulances on their way", "Đã giữ cho xe đang đến")
            case .available: ("Reported less reserved, never below 0", "Còn nhận được")
            case .reported: ("Free in the hospital's own word", "Trống theo báo cáo của bệnh viện")
            }
        return Code(code: population.rawValue, english: english, vietnamese: vietnamese)
    }

    private static func figure(_ figure: SiteFigure) -> Code {
        let (english, vietnamese) =
            switch figure {
            case .offloadMinutes: ("Minutes until an ambulance is unloaded", "Số phút chờ bàn giao")
            case .redPlaces: ("Places for red patients of a mass casualty", "Chỗ cho nạn nhân thẻ đỏ")
            case .yellowPlaces: ("Places for yellow patients of a mass casualty", "Chỗ cho nạn nhân thẻ vàng")
            }
        return Code(code: figure.rawValue, english: english, vietnamese: vietnamese)
    }

    private static func input(_ input: TaskInput) -> Code {
        let (english, vietnamese) =
            switch input {
            case .incidentNumber: ("Number of the incident at the centre", "Số ca ở trung tâm")
            case .unitNumber: ("Number of the unit", "Số xe")
            case .patientCount: ("Patients of the incident on board", "Số người bệnh trên xe")
            case .priority: ("Priority P0 to P4 of the centre", "Mức ưu tiên P0 đến P4")
            case .triageTag: ("Tag red, yellow, green or black", "Thẻ phân loại")
            case .callbackNumber: ("Whom to call back", "Số gọi lại")
            case .triageVersion: ("Version of the questions", "Phiên bản bộ câu hỏi")
            case .triageComplete: ("Whether every question was asked", "Đã hỏi đủ")
            case .triageAnswers: ("What was answered", "Câu trả lời")
            case .triageReason: ("Why it is that priority", "Lý do mức ưu tiên")
            case .redFlagExcluded:
                ("A red flag that was asked and denied", "Dấu hiệu nặng đã hỏi và không có")
            case .escalationPlace: ("Where a vehicle would have to go", "Nơi xe phải đến nếu nặng lên")
            case .escalationPosition: ("Its position as a geo URI", "Tọa độ nơi đó")
            }
        return Code(code: input.rawValue, english: english, vietnamese: vietnamese)
    }

    // MARK: - Measure

    static func measure(_ context: PublishingContext) -> OwnDefinition {
        let name = CapacityDocuments.measureName
        let groups = BedKind.allCases.map { kind -> FHIRNode in
            [
                "code": CapacityDocuments.groupCode(kind, context),
                "population": .list(
                    CapacityPopulation.allCases.map { population -> FHIRNode in
                        [
                            "code": population.code(of: kind, context),
                            "criteria": [
                                "description": .text(self.population(population).english),
                                "language": "text/plain", "expression": .text(population.rawValue),
                            ],
                        ]
                    }),
            ]
        }
        let rest = [FHIRMember(name: "group", value: .list(groups))]
        return OwnDefinition(
            name: "Measure-" + name,
            node: .object(
                head(
                    "Measure", name, title: "Hospital capacity",
                    "Beds of a hospital at one moment, a group for each kind. What is not known is left out.",
                    context) + rest))
    }
}
