import Geo
import Testing

@testable import Dispatch115

/// A centre with incidents at places in metres from a crossing.
private struct City {
    var centre = Centre()
    var now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)

    init() { run(.startEpoch(monotonicNanoseconds: 1)) }

    mutating func run(_ command: Command) {
        do {
            for event in try centre.decide(Submission(command, actor: Actor(.console, 1), now: now)) {
                centre.apply(event)
            }
        } catch {
            Issue.record("\(command): \(error)")
        }
    }

    /// North and east of the crossing, in metres.
    static func point(_ north: Double, _ east: Double) -> Coordinate? {
        UncheckedDegrees(latitude: 10.8016 + north / 111_195, longitude: 106.7114 + east / 109_220).checked
    }

    mutating func open(
        _ phone: String, _ at: Coordinate?, precision: Int32 = 20, place: String = "", words: String
    ) -> IncidentID {
        let certainty: PlaceCertainty = at == nil ? .unknown : precision > 100 ? .approximate : .exact
        run(
            .openIncident(
                phone: phone, priority: .p1,
                place: PlaceReport(
                    coordinate: at, certainty: certainty, precisionMetres: precision, said: place),
                words: words))
        return IncidentID(index: centre.incidents.end - 1)
    }

    func report(
        _ phone: String, _ at: Coordinate?, precision: Int32 = 20, place: String = "", words: String = ""
    ) -> NewReport {
        NewReport(
            phone: phone, coordinate: at, precisionMetres: precision, place: place, words: words, at: now)
    }

    func level(_ report: NewReport, _ id: IncidentID) -> DuplicateProposal.Level? {
        DuplicateFinder.proposals(for: report, in: centre).first { $0.incident == id }?.level
    }
}

@Suite struct DuplicateFinderTests {
    private static let crash = "xe tải đụng xe máy, hai người bị thương"

    @Test func levels() {
        var city = City()
        let crash = city.open(
            "0901", City.point(0, 0), place: "ngã tư Hàng Xanh", words: DuplicateFinderTests.crash)
        city.now = city.now.adding(seconds: 120)
        let rows: [(NewReport, DuplicateProposal.Level?, String)] = [
            (city.report("0902", City.point(60, 40), words: "tai nạn"), .probably, "the very place"),
            (city.report("0902", City.point(60, 40)), .probably, "the very place, nothing said"),
            (city.report("0901", nil), .probably, "the same number"),
            (city.report("+84 901", City.point(400, 0)), .probably, "the same number, written otherwise"),
            (city.report("0901", City.point(9_000, 0)), .maybe, "the same number from far away"),
            (city.report("0902", City.point(300, 0), words: "xe máy té"), .maybe, "300 m away"),
            (
                city.report("0902", City.point(0, 300), words: DuplicateFinderTests.crash), .maybe,
                "the same words"
            ),
            (city.report("0902", City.point(700, 0), words: DuplicateFinderTests.crash), nil, "700 m away"),
            (
                city.report("0902", City.point(60, 0), words: "có người ngất xỉu"), .maybe,
                "another kind of event"
            ),
            (
                city.report("0902", City.point(500, 500), precision: 1_200, words: "đụng xe"), .maybe,
                "ward only"
            ),
            (
                city.report("0902", City.point(500, 500), precision: 1_200, words: "co giật"), nil,
                "ward, other kind"
            ),
            (city.report("0902", City.point(0, 0), precision: 9_000, words: "đau bụng"), nil, "a district"),
            (
                city.report("0902", nil, place: "nga tu hang xanh, binh thanh", words: "xe may bi tong"),
                .probably, "a crossing's name and the kind"
            ),
            (
                city.report("0902", nil, place: "ngã tư Hàng Bông", words: "xe may bi tong"), .maybe,
                "another crossing, the same kind"
            ),
            (city.report("0902", nil, words: "xe tai dung xe may"), .maybe, "words only"),
            (city.report("0902", nil, words: "đau ngực"), nil, "nothing in common"),
            (city.report("0902", nil), nil, "nothing at all"),
            (city.report("", nil), nil, "withheld is no number"),
        ]
        for (report, level, what) in rows { #expect(city.level(report, crash) == level, "\(what)") }
        let typed = city.open("0905", City.point(2_000, 0), place: "10.81960,106.71140", words: "té xe")
        let near = city.report("0902", City.point(2_300, 0), place: "10.82230,106.71140", words: "xe máy té")
        let evidence = DuplicateFinder.proposals(for: near, in: city.centre).first { $0.incident == typed }
        #expect(evidence?.evidence.first == .metres(300), "a coordinate's digits are no words")
        #expect(evidence?.evidence.contains { if case .placeWords = $0 { true } else { false } } == false)
        // Later it is less of a reason, and then none.
        let start = city.now
        city.now = start.adding(seconds: 2_400)
        #expect(city.level(city.report("0902", City.point(10, 0), words: "tai nạn"), crash) == .maybe)
        city.now = start.adding(seconds: 4_000)
        #expect(city.level(city.report("0902", City.point(10, 0), words: "tai nạn"), crash) == nil)
        #expect(city.level(city.report("0901", City.point(10, 0)), crash) == .maybe)
    }

    @Test func justClosedIsProposedAndLongClosedIsNot() {
        var city = City()
        let crash = city.open("0901", City.point(0, 0), words: DuplicateFinderTests.crash)
        let double = city.open("0909", City.point(0, 0), words: "xe tải")
        city.run(.close(crash, .refusedByPatient))
        city.run(.close(double, .duplicate))
        city.now = city.now.adding(seconds: 1_000)
        let report = city.report("0902", City.point(20, 0), words: "tai nạn")
        #expect(city.level(report, crash) == .probably)
        #expect(city.level(report, double) == nil, "what was a duplicate is no place to go")
        let evidence = DuplicateFinder.proposals(for: report, in: city.centre).first?.evidence ?? []
        #expect(evidence.contains(.closedSeconds(1_000)) && evidence.first == .metres(20))
        city.now = city.now.adding(seconds: 900)
        #expect(city.level(city.report("0902", City.point(20, 0), words: "tai nạn"), crash) == nil)
    }

    @Test func evidenceIsSaidInBothLanguages() {
        var city = City()
        _ = city.open("0901", City.point(0, 0), place: "ngã tư Hàng Xanh", words: "xe tải đụng xe máy")
        city.now = city.now.adding(seconds: 240)
        let report = city.report(
            "0901", City.point(120, 0), place: "nga tu Hàng Xanh", words: "Xe tải tông xe máy")
        let proposals = DuplicateFinder.proposals(for: report, in: city.centre)
        let call = CallID(number: 12)
        func said(_ language: Language) -> String {
            Renderer(language).proposals(proposals, for: call).map { $0.drop { $0 == " " } }.joined(
                separator: " ")
        }
        #expect(
            said(.vi)
                == "rất có thể cùng ca 1: cùng số, cách 120 m, cùng nơi nói: Hàng Xanh, 4 phút trước, "
                + "cùng loại: tai nạn xe, cùng từ: Xe tải, xe máy -> TRUNG c12 1")
        #expect(
            said(.en)
                == "probably incident 1: same number, 120 m away, same place said: Hàng Xanh, 4 min "
                + "before, same kind: crash, same words: Xe tải, xe máy -> LINK c12 1")
    }

    /// 50 callers tell of one crash in three minutes, each with words and a place of their own; a second crash
    /// 300 m away has its own callers. Every one of the first is told of the first, none of the second would be
    /// taken for probably the first, and each of the second is told of the second first.
    @Test(arguments: seedsForTests(20))
    func fiftyCallersOfOneCrash(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var city = City()
        for index in 0..<200 {
            // A city at work: other incidents, far and near in time.
            let north = Double.random(in: 800...12_000, using: &random) * (index % 2 == 0 ? 1 : -1)
            _ = city.open("08\(10_000 + index)", City.point(north, north / 2), words: "đau bụng dữ dội")
        }
        city.now = city.now.adding(seconds: 100)
        let crash = city.open(
            "0900000", City.point(0, 0), place: "ngã tư Hàng Xanh", words: DuplicateFinderTests.crash)
        var second: IncidentID?
        for caller in 1...50 {
            city.now = city.now.adding(seconds: Int64.random(in: 1...6, using: &random))
            let report = DuplicateFinderTests.caller(caller, of: City.point, in: city, &random)
            #expect(city.level(report, crash) != nil, "seed \(seed), caller \(caller): \(report)")
            guard caller % 10 == 0 else { continue }
            // The other one, told by somebody who stands there.
            let there = City.point(
                300 + Double.random(in: -25...25, using: &random), Double.random(in: -25...25, using: &random)
            )
            let words = [
                "hai xe máy va vào nhau", "người đàn ông té xe, gãy chân", "xe máy lật, chảy máu đầu",
            ]
            let other = city.report(
                "07\(caller)", there, words: words.randomElement(using: &random) ?? words[0])
            #expect(city.level(other, crash) != .probably, "seed \(seed): the second crash is its own")
            if let second {
                let first = DuplicateFinder.proposals(for: other, in: city.centre).first
                #expect(first?.incident == second && first?.level == .probably, "seed \(seed)")
            } else {
                second = city.open("07", City.point(300, 0), words: "hai xe máy va vào nhau")
            }
        }
    }

    /// How one of fifty tells of the crash: exact, the ward only, the crossing's name, a landmark, words alone.
    private static func caller(
        _ number: Int, of point: (Double, Double) -> Coordinate?, in city: City, _ random: inout SplitMix64
    ) -> NewReport {
        let words =
            [
                "xe tải tông xe máy", "tai nạn giao thông, có người bị thương", "xe tải cán người ta rồi",
                "co tai nan, mau chay nhieu", "đụng xe, một người nằm bất động", "xe may bi xe tai dam",
                "truck hit a motorbike, accident", "tai nạn xe tải, hai người",
            ].randomElement(using: &random) ?? ""
        let phone = "091\(number)"
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1:
            let north = Double.random(in: -90...90, using: &random)
            return city.report(phone, point(north, Double.random(in: -90...90, using: &random)), words: words)
        case 2:
            return city.report(
                phone, point(350, -420), precision: 900, place: "phường Thạnh Mỹ Tây", words: words)
        case 3:
            let names = ["nga tu hang xanh", "Ngã tư Hàng Xanh, Bình Thạnh", "vòng xoay hàng xanh"]
            return city.report(
                phone, nil, place: names.randomElement(using: &random) ?? names[0], words: words)
        default:
            return city.report(phone, nil, place: "trước cây xăng", words: words)
        }
    }

    @Test func whatPeopleSay() {
        let rows: [(String, [SaidTopic])] = [
            ("xe tải đụng xe máy", [.crash]), ("bất tỉnh sau khi té lầu", [.unconscious, .fall]),
            ("chảy máu", []), ("nhà bốc cháy, khói đen", [.fire]), ("chuyển dạ", [.birth]), ("", []),
            ("A truck crash", [.crash]), (String(repeating: "a ", count: 500) + "tai nạn", []),
        ]
        for (text, topics) in rows { #expect(SaidWords(text).topics == topics, "\(text)") }
        #expect(
            SaidWords("Xe tải, ở ngã tư").shared(with: SaidWords("co xe tai o nga tu")).map(\.typed)
                == ["Xe tải"])
        #expect(SaidWords("có người").shared(with: SaidWords("co nguoi")).isEmpty)
    }

    @Test func historiesOfANumberAndOfAPlace() {
        var city = City()
        let nuisance = city.open("0901", City.point(0, 0), words: "ha ha")
        city.run(.close(nuisance, .nuisance))
        city.now = city.now.adding(seconds: 90_000)
        _ = city.open("+84901", City.point(40, 0), words: "đau ngực")
        _ = city.open("0902", City.point(5_000, 0), words: "té")
        city.now = city.now.adding(seconds: 7_200)
        let last = city.open("0901", City.point(10, 10), words: "đau")
        let history = CallerHistory(
            of: "0901", in: city.centre, except: city.centre[last].call, now: city.now,
            zoneOffsetSeconds: 7 * 3_600)
        #expect(
            history.ever == 2 && history.lastHour == 0 && history[.nuisance] == 1 && history[.incident] == 1)
        #expect(
            Renderer(.en).history(history)
                == "2 calls before: \(history.today) today, 0 in the last hour; without a vehicle 1, nuisance 1"
        )
        #expect(
            CallerHistory(of: "", in: city.centre, now: city.now, zoneOffsetSeconds: 0).ever == 0,
            "withheld numbers have no history")
        let place = PlaceHistory(near: last, in: city.centre)
        #expect(place.count == 2 && place.newest.map(\.incident.number) == [2, 1])
    }
}
