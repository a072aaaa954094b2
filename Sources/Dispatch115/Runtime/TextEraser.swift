// Destroys the keys of texts that the journal says are erased: in a thread of its own, since that waits for
// the disk. Whatever a crash leaves undone is done at the next start, before anything else is read.

final class TextEraser: Sendable {
    private let keys: RecordKeys

    init(_ keys: RecordKeys) { self.keys = keys }

    /// Returns at once.
    func destroy(_ ranges: [TextRange]) {
        do {
            try NamedThread("erase") { self.destroyHere(ranges) }.detach()
        } catch {
            // The next start does it.
            Log.line("texts: \(error); their keys are destroyed at the next start")
        }
    }

    /// What the state says is erased has no key when this returns. `state` must be durable.
    func heal(_ state: ErasureState) {
        destroyHere(state.single)
        do {
            guard state.before.index > 0, try !keys.isDestroyed(before: state.before) else { return }
            Log.line("texts: keys of erased texts were still there; destroying them")
            try keys.destroy(TextRange(first: TextID(index: 0), end: state.before))
        } catch {
            Log.line("texts: \(error); they count as erased, but their keys are still there")
        }
    }

    private func destroyHere(_ ranges: [TextRange]) {
        for range in ranges {
            do throws(RecordKeysError) { try keys.destroy(range) } catch {
                Log.line("texts: \(error); their keys are destroyed at the next start")
            }
        }
    }
}
