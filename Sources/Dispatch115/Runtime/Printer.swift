// The printable picture of everything open, written every few minutes to a folder, as text and as a page: what
// the desk works from when nothing else is left. The engine gives a copy of the centre away and goes on; a
// thread of its own makes the files. One at a time. A folder that fails is said in `status`, once in the log,
// and disturbs nothing; a disk that hangs holds this thread only. The files hold callers' data: mode 0640.

import Synchronization

final class Printer: @unchecked Sendable {
    /// What one printout is made of.
    struct Picture: Sendable {
        var centre: Centre
        var sightings: [Sighting]
        var now: Timestamp
        var people = People.none
    }

    struct State: Sendable {
        /// When the newest printout was made; `none` before the first.
        var writtenAt = Timestamp.none
        var failures = 0
        /// Why the last one failed; nil when all is well.
        var failure: String?
    }

    static let mode: UInt32 = 0o640
    private let folder: String
    private let title: String
    private let language: Language
    private let everyNanoseconds: Int64
    private let kept: Int
    private let busy = Atomic<Bool>(false)
    private let shared = Locked(State())
    private var offeredAt = Int64.min / 2

    init(folder: String, title: String, language: Language, everySeconds: Int, kept: Int) {
        self.folder = folder
        self.title = title
        self.language = language
        self.kept = kept
        everyNanoseconds = Int64(everySeconds) * 1_000_000_000
    }

    var state: State { shared.with { $0 } }

    /// Whether it is time. Asked by the engine after every turn.
    var isDue: Bool { WallClock.monotonicNanoseconds() - offeredAt >= everyNanoseconds }

    /// Starts a printout on a thread of its own; `done` is told when it is over. While one is still being
    /// written, nothing is done, unless this is the last: that one waits for its turn.
    func print(_ picture: Picture, isLast: Bool = false, done: @escaping @Sendable () -> Void = {}) {
        offeredAt = WallClock.monotonicNanoseconds()
        guard isLast || take() else { return done() }
        do {
            try NamedThread("printouts") {
                while isLast, !self.take() { WallClock.sleep(nanoseconds: 5_000_000) }
                self.write(picture)
                self.busy.store(false, ordering: .releasing)
                done()
            }.detach()
        } catch {
            note(failure: "\(error)")
            if !isLast { busy.store(false, ordering: .releasing) }
            done()
        }
    }

    private func take() -> Bool {
        busy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
    }

    private func write(_ picture: Picture) {
        let document = Printer.document(picture, title: title, language: language)
        let stamp = Printer.stamp(picture.now)
        do {
            try Files.makeFolder(folder)
            for (ending, text) in [("txt", document.text), ("html", document.html)] {
                let bytes = Array(text.utf8)
                try put("\(folder)/printout-\(stamp).\(ending)", bytes)
                try put("\(folder)/latest.\(ending)", bytes)
            }
            try removeOld()
            let failed = shared.with { state -> Bool in
                defer {
                    state.failure = nil
                    state.writtenAt = picture.now
                }
                return state.failure != nil
            }
            if failed { Log.line("printouts: written again to \(folder)") }
        } catch {
            note(failure: "\(error)")
        }
    }

    /// Leaves no half file behind: on a full disk each try would take a little more.
    private func put(_ path: String, _ bytes: [UInt8]) throws(SystemCallError) {
        do { try Files.writeAtomically(path, bytes, mode: Printer.mode) } catch {
            let cause = error
            do { try Files.remove(path + ".part") } catch {}
            throw cause
        }
    }

    /// The log is told when it begins, not every few minutes.
    private func note(failure: String) {
        let isNew = shared.with { state -> Bool in
            defer { state.failure = failure }
            state.failures += 1
            return state.failure == nil
        }
        if isNew { Log.line("printouts: \(failure)") }
    }

    private func removeOld() throws(SystemCallError) {
        for ending in [".txt", ".html"] {
            let ours = try Files.list(folder).filter { $0.hasPrefix("printout-") && $0.hasSuffix(ending) }
            for name in ours.dropLast(kept) { try Files.remove("\(folder)/\(name)") }
        }
    }

    /// "2026-11-22T14-05-09", local: sorts by time, and may stand in a file's name anywhere.
    static func stamp(_ moment: Timestamp) -> String {
        String(LocalTime().dateAndClock(moment).map { $0 == " " ? "T" : $0 == ":" ? "-" : $0 })
    }

    static func document(_ picture: Picture, title: String, language: Language) -> PrintedDocument {
        let renderer = Renderer(language, people: picture.people)
        let (centre, now) = (picture.centre, picture.now)
        func section(_ title: Phrase, _ count: Int?, _ blocks: [[String]]) -> PrintedDocument.Section {
            let none = Phrase(vi: "không có", en: "none")[language]
            let filled = blocks.filter { !$0.isEmpty }
            return PrintedDocument.Section(
                title[language] + (count.map { " (\($0))" } ?? ""), filled.isEmpty ? [[none]] : filled)
        }
        let sightings = picture.sightings
        let calls = renderer.printedCalls(centre)
        let offers = renderer.printedOffers(centre)
        return PrintedDocument(
            language: language, title: title,
            head: [
                renderer.say(
                    vi: "Mọi việc đang mở lúc \(renderer.dateAndClock(now)), sau sự kiện \(centre.sequence).",
                    en: "Everything open at \(renderer.dateAndClock(now)), after event \(centre.sequence)."),
                renderer.say(
                    vi: "CÓ DỮ LIỆU NGƯỜI GỌI: giữ kín, dùng xong thì hủy.",
                    en: "HOLDS CALLERS' DATA: keep it close, destroy it after use."),
            ],
            sections: [
                section(
                    Phrase(vi: "Làm việc bằng giấy", en: "Working on paper"), nil,
                    renderer.printedPaperWork(centre)),
                section(
                    Phrase(vi: "Báo động", en: "Alerts"), centre.openAlerts.count,
                    renderer.printedAlerts(centre, now: now)),
                section(
                    Phrase(vi: "Ca đang mở", en: "Open incidents"), centre.openIncidents.count,
                    renderer.printedIncidents(centre, now: now)),
                section(Phrase(vi: "Cuộc gọi chờ", en: "Calls waiting"), calls.flatMap { $0 }.count, calls),
                section(
                    Phrase(vi: "Đề nghị chờ trả lời", en: "Offers without answer"),
                    offers.flatMap { $0 }.count,
                    offers),
                section(
                    Phrase(vi: "Xe", en: "Units"), centre.units.count,
                    renderer.printedUnits(
                        centre,
                        sighting: { Int($0.index) < sightings.count ? sightings[Int($0.index)] : .none },
                        now: now)),
            ])
    }
}

extension Engine {
    /// The picture of this moment. On the engine's thread.
    func picture() -> Printer.Picture {
        drainFixes()
        let now = now
        let sightings = centre.units.indices.map {
            fleet.sighting(of: UnitID(index: Int32($0)), in: centre, now: now)
        }
        return Printer.Picture(centre: centre, sightings: sightings, now: now, people: surroundings.people)
    }

    func printWhenDue() {
        guard let printer = surroundings.printer, printer.isDue else { return }
        printer.print(picture())
    }
}
