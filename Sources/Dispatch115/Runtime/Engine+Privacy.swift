// The engine's part of erasing texts: once a day what is too old, and what follows from any erasure: nothing in
// memory shows the text any more, and its key goes once the event is durable.

extension Engine {
    /// At the start and once a day, by the day's number in UTC.
    func eraseWhenDue() {
        let days = surroundings.configuration.privacy.eraseTextsAfterDays
        let today = now.nanoseconds / 1_000_000_000 / Centre.secondsOfDay
        guard days > 0, today != erasureDay else { return }
        erasureDay = today
        do {
            _ = try submit(
                Submission(.privacy(.eraseOlder(days: Int64(days))), actor: Actor(.clock), now: now))
        } catch .rejected {
            // Nothing is old enough.
        } catch {
            note(error)
        }
        sayWhatHoldsErasure(days)
    }

    /// Erasure stops at what is open; what has been open for longer than texts may be kept is an oversight.
    private func sayWhatHoldsErasure(_ days: Int) {
        guard let oldest = centre.oldestNeeded,
            let old = centre.erasure.days.last(where: { $0.day <= erasureDay - Int64(days) }),
            oldest.text < old.firstText
        else { return }
        let what =
            switch oldest.by {
            case .incident(let id): "incident \(id.number), which is open: close it"
            case .call(let id): "call c\(id.number), which is not settled"
            case .unit(let id): "the crew of unit \(centre[id].number): log it off and on"
            }
        Log.line(
            "texts older than \(days) days are not erased yet: text \(oldest.text.index) belongs to \(what)")
    }

    /// Numbers as they are typed, both ends included.
    func erasure(of numbers: ClosedRange<Int32>) -> Command {
        .privacy(
            .erase(
                TextRange(
                    first: TextID(index: numbers.lowerBound), end: TextID(index: numbers.upperBound + 1))))
    }

    /// What the event causes: memory now, keys when it is durable.
    func letOut(_ privacy: PrivacyEvent, _ event: Event) {
        switch privacy {
        case .textsErased(let range, _):
            recent.erase(range)
            guard let eraser = surroundings.eraser else { return }
            surroundings.gate.pass(after: event.sequence) { rests in
                // Not written: the text is not erased, and its key stays. The next start knows by the journal.
                if rests.isDurable { eraser.destroy([range]) }
            }
        }
    }
}
