import Foundation
import Testing

@testable import Dispatch115

/// Hundreds of alerts at once through the real service.
@Suite(.serialized) struct AlertStormTests {
    private static func numbers(_ text: String) -> Set<Int> {
        var found: Set<Int> = []
        for piece in text.split(separator: "!", omittingEmptySubsequences: false).dropFirst() {
            if let number = Int(piece.prefix { $0.isNumber }) { found.insert(number) }
        }
        return found
    }

    /// More than 500 alerts of five kinds fall due within seconds. A console reads every number, a few lines
    /// at a time, and last of all the P1; one that comes afterwards is told all of them by Q and by ALERTS.
    @Test(.timeLimit(.minutes(5)))
    func fiveHundredMixedAlertsStayReadable() throws {
        let perSecond = 16
        let fixture = try ServiceFixture(settings: [
            "alerts.linesPerSecond=\(perSecond)", "orders.retrySeconds=1",
            "orders.unacknowledgedAlertSeconds=1", "crew.acknowledgeAlertSeconds=1",
            "incidents.unassignedAlertSeconds.p1=1", "incidents.unassignedAlertSeconds.p2=1",
            "incidents.unassignedAlertSeconds.p3=2", "incidents.unassignedAlertSeconds.p4=3",
        ])
        try fixture.start()
        let listener = try RawConsole(fixture.folder + "/console.sock")
        #expect(listener.send("LANG en") && listener.waitForAnswers(1))
        let began = WallClock.monotonicNanoseconds()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        for index in 1...480 {
            let priority = index == 200 ? 1 : 2 + index % 3
            let opened = try desk.ask("N P=\(priority) 10.77,106.70 ; storm \(index)").joined()
            #expect(opened.contains("incident \(index):"), "\(opened)")
        }
        // 40 units without a box: their orders are not confirmed, their crews say nothing.
        for unit in 1...40 {
            let sent = try desk.ask("DSP \(unit) \(unit)").joined()
            #expect(sent.contains("unit \(unit)"), "\(sent)")
        }
        // Some lose their last unit.
        for unit in 1...10 { _ = try desk.ask("CAN \(unit)") }
        var open = 0
        #expect(
            eventually {
                _ = listener.take()
                open = Int((try? fixture.value("alerts.open")) ?? "") ?? 0
                return open >= 500
            }, "open: \(open)")
        let raised = Int(try fixture.value("alerts.raised")) ?? 0
        #expect(raised >= 520, "\(raised)")
        #expect(
            eventually {
                _ = listener.take()
                return Self.numbers(listener.text).isSuperset(of: 1...raised)
            },
            "every number of \(raised) is in the scroll-back: \(listener.text.suffix(2_000))"
        )
        // Batches are a second apart, whatever the reader's clock says of their arrival.
        let seconds = Int((WallClock.monotonicNanoseconds() - began) / 1_000_000_000)
        let lines = listener.text.split(separator: "\n").filter { $0.hasPrefix("!") }
        #expect(lines.count <= (seconds + 2) * (perSecond + 3), "\(lines.count) lines in \(seconds) s")
        #expect(lines.allSatisfy { SafeText.width($0) <= 80 })
        #expect(lines.suffix(2).joined().contains("incident 200 P1"), "\(lines.suffix(4))")
        print(
            "\(raised) alerts in \(lines.count) lines within \(seconds) s; at most \(perSecond) a second asked"
        )

        let late = try RawConsole(fixture.folder + "/console.sock")
        #expect(late.send("LANG en") && late.send("Q") && late.send("ALERTS") && late.waitForAnswers(3))
        let answers = late.text.components(separatedBy: "\n\n")
        let stands = Self.numbers(answers[2].split(separator: "\n").dropFirst().joined(separator: "\n"))
        #expect(stands.count == Int(try fixture.value("alerts.open")), "ALERTS lists everything")
        #expect(stands.count >= 500)
        // The P1 first, in Q and in ALERTS.
        let queue = answers[1].split(separator: "\n")
        #expect(queue.first?.contains("incident 200 P1") == true, "\(queue.first ?? "")")
        #expect(Self.numbers(answers[1]).isSuperset(of: stands))
        let listed = answers[2].split(separator: "\n")
        #expect(listed.count > 2 && listed[1].contains("incident 200 P1"), "\(listed.prefix(3))")
        #expect(Self.numbers(answers[2]).isSuperset(of: stands))

        // One is acknowledged; it stands, with who, behind the others.
        let red = Self.numbers(String(listed[1])).min() ?? 0
        let done = try desk.ask("OK !\(red)").joined(separator: "\n")
        #expect(done.contains("has acknowledged alert !\(red)") && done.contains("not over yet"), "\(done)")
        let again = try desk.ask("OK !\(red)").joined(separator: "\n")
        #expect(again.hasPrefix("REFUSED") && again.contains("has acknowledged alert !\(red) at"), "\(again)")
        let after = try desk.ask("ALERTS")
        #expect(after.suffix(3).joined(separator: " ").contains("acknowledged by Lan"))
        // A restart loses none of them, nor who has seen what.
        fixture.kill()
        try fixture.start()
        #expect(Int(try fixture.value("alerts.open")) ?? 0 >= stands.count)
        let kept = try fixture.link().ask("BAODONG").joined(separator: "\n")
        #expect(Self.numbers(kept).isSuperset(of: stands) && kept.contains("đã rõ lúc"))
    }
}
