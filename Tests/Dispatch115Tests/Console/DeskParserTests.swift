import Testing

@testable import Dispatch115

/// 2026-11-22 14:40:00 local.
private let afternoon = Timestamp(nanoseconds: 1_795_333_200_000_000_000)

@Suite struct DeskParserTests {
    private func parsed(_ line: String) -> Result<Request, LineError> {
        LineParser().parse(line, now: afternoon).request
    }

    private func ask(_ set: (inout PatientAsk) -> Void) -> PatientAsk {
        var ask = PatientAsk()
        set(&ask)
        return ask
    }

    @Test func everyLineOfTheDeskInBothLanguages() {
        let half = afternoon.adding(seconds: 50 * 60)
        let tomorrow = afternoon.adding(seconds: 86_400 - 40 * 60)
        let rows: [(String, String, Request)] = [
            ("RT 12", "VE 12", .duty(.whereabouts(unit: 12, .returning))),
            ("AS 12", "tạitrạm 12", .duty(.whereabouts(unit: 12, .atStation))),
            (
                "ON 12 ; Nam, Lan", "LENCA 12 Nam, Lan",
                .duty(.logOn(unit: 12, crew: "Nam, Lan", skills: nil, equipment: nil, kilometres: nil))
            ),
            (
                "ON 12 SK=doctor,nurse EQ=oxygen ODO=45120", "lênca 12 TD=bácsĩ,điềudưỡng TB=oxy KM=45120",
                .duty(
                    .logOn(
                        unit: 12, crew: "", skills: [.doctor, .nurse], equipment: .oxygen, kilometres: 45120))
            ),
            (
                "ON 12 SK=none", "LENCA 12 TD=không",
                .duty(.logOn(unit: 12, crew: "", skills: [], equipment: nil, kilometres: nil))
            ),
            ("OFF 12", "XUONGCA 12", .duty(.logOff(unit: 12))),
            (
                "OOS 12 meal AT=15:30", "TN 12 ăncơm LUC=15h30",
                .duty(.outOfService(unit: 12, .meal, until: half, note: ""))
            ),
            (
                "OOS 12 broken AT=14:00 ; tyre", "TN 12 hỏng LÚC=14:00 ; tyre",
                .duty(.outOfService(unit: 12, .broken, until: tomorrow, note: "tyre"))
            ),
            ("ODO 12 45120", "SOKM 12 KM=45120", .duty(.odometer(unit: 12, kilometres: 45120))),
            (
                "PT 7 + ; man of 60", "BN 7 + ; man of 60",
                .patient(.add(incident: 7, count: 1, ask { $0.words = "man of 60" }))
            ),
            (
                "PT 7 +5 TAG=yellow", "BN 7 +5 MAU=vàng",
                .patient(.add(incident: 7, count: 5, ask { $0.tag = .yellow }))
            ),
            (
                "PT 7 2 not found", "BN 7 2 không tìm thấy",
                .patient(.change(incident: 7, patient: 2, ask { $0.outcome = .notFound }))
            ),
            (
                "PT 7 2 H=3 U=12", "BN 7 2 BV=3 XE=12",
                .patient(
                    .change(
                        incident: 7, patient: 2,
                        ask {
                            $0.hospital = 3
                            $0.unit = 12
                        }))
            ),
            ("PT 7", "BN 7", .patient(.list(incident: 7))),
            ("PT 7 2", "BN 7 2", .patient(.list(incident: 7))),
            (
                "TR 12 3 PT=1,2", "VC 12 3 BN=1,2",
                .patient(.transport(unit: 12, patients: [1, 2], hospital: 3, at: nil))
            ),
            ("TR 12", "VC 12", .step(.transport, unit: 12, at: nil, hospital: nil)),
            ("STAND 12", "HUY 12", .standDown(unit: 12)),
            (
                "STAND 12 broken down ; tyre", "HỦY 12 hỏng xe ; tyre",
                .course(.standDown(unit: 12, .brokenDown, note: "tyre"))
            ),
            ("REOPEN 7", "MOLAI 7", .course(.reopen(incident: 7))),
            ("MCI 7 12", "THAMHOA 7 12", .course(.massCasualty(incident: 7, estimate: 12))),
            (
                "STANDBY AT=15:30 TO=14:00 the stadium ; race", "TRỰC LUC=15:30 DEN=14:00 the stadium ; race",
                .course(
                    .standby(
                        place: "the stadium", words: "race", priority: nil, at: half, to: tomorrow))
            ),
            (
                "XFER 1 3 AT=15:30 P=2 DR=Le_Lan BED=4 ESC=nurse ; renal",
                "CHUYEN 1 3 LUC=15:30 UT=2 BS=Le_Lan GIUONG=4 KEM=nurse ; renal",
                .course(
                    .transfer(
                        TransferRequest(
                            from: 1, to: 3, priority: .p2, at: half, doctor: "Le Lan", bed: "4",
                            escort: "nurse", words: "renal")))
            ),
            ("UNDO 15", "HOANTAC #15", .course(.undo(sequence: 15))),
            ("Q transfer", "HANGDOI chuyển viện", .course(.queue(.transfers))),
        ]
        for (english, vietnamese, request) in rows {
            #expect(parsed(english) == .success(request), "\(english)")
            #expect(parsed(vietnamese) == .success(request), "\(vietnamese)")
        }
    }

    @Test func wrongLinesOfTheDeskSayWhatAndWhere() {
        let rows: [(String, LineError)] = [
            ("OOS 12", .missing(.outReason, .outOfService, column: 7)),
            ("OOS 12 tired", .badValue("tired", .outReason, .outOfService, column: 8)),
            ("OOS 12 meal AT=25:00", .badValue("AT=25:00", .plannedTime, .outOfService, column: 13)),
            ("ON 12 SK=magician", .badValue("SK=magician", .skills, .logOn, column: 7)),
            ("ON 12 EQ=oxygen,,cang", .badValue("EQ=oxygen,,cang", .equipment, .logOn, column: 7)),
            ("ODO 12 -5", .badValue("-5", .kilometres, .odometer, column: 8)),
            ("ODO 12 99999999", .badValue("99999999", .kilometres, .odometer, column: 8)),
            ("PT 7 treated", .badValue("treated", .patient, .patients, column: 6)),
            ("PT 7 0", .badValue("0", .patient, .patients, column: 6)),
            ("PT 7 ++", .badValue("++", .patient, .patients, column: 6)),
            ("PT 7 2 cured", .badValue("cured", .outcome, .patients, column: 8)),
            ("PT 7 2 TAG=pink", .badValue("TAG=pink", .tag, .patients, column: 8)),
            ("STAND 12 bored", .badValue("bored", .standDownReason, .standDown, column: 10)),
            ("STAND BY 12", .badValue("BY", .unit, .standDown, column: 7)),
            ("MCI 7", .missing(.estimate, .massCasualty, column: 6)),
            ("XFER 1", .missing(.hospital, .transfer, column: 7)),
            ("UNDO 0", .badValue("0", .sequence, .undo, column: 6)),
            ("CAN 12", .renamedVerb("CAN", .standDown, column: 1)),
        ]
        for (line, error) in rows { #expect(parsed(line) == .failure(error), "\(line)") }
    }
}
