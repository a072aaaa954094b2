import Testing

@testable import Dispatch115

@Suite struct DeferredTextsTests {
    private func text(_ index: Int) -> TextID { TextID(index: Int32(index)) }

    /// A sealer on its own key file, and texts sealed under it.
    private func sealed(_ count: Int, in folder: StorageFolder) throws -> (TextSealer, RecordKeys, [[UInt8]])
    {
        let keys = try RecordKeys(path: folder.file("keys"), random: SystemRandomBytes())
        let sealer = TextSealer(keys: keys, random: SystemRandomBytes()) { _ in }
        let all = try (0..<count).map { try sealer.seal(Array("văn bản \($0)".utf8), text($0)) }
        return (sealer, keys, all)
    }

    private func centre(texts: Int) -> Centre {
        var centre = Centre()
        for _ in 0..<texts { centre.texts.append(nil) }
        return centre
    }

    @Test func onlyTextsThatStayAreOpenedEachToItsPlace() throws {
        let folder = try StorageFolder()
        // More than two blocks of keys, so that blocks are changed on the way.
        let count = 9_000
        let (sealer, keys, all) = try sealed(count, in: folder)
        try keys.destroy(text(8_000))
        let texts = DeferredTexts(sealer)
        var centre = centre(texts: count)
        for index in 0..<count {
            let content = try all[index].withUnsafeBytes { (raw) throws(CodecError) in
                try texts.open(raw, text(index))
            }
            #expect(content == nil)
            // In small steps, as incidents retire; the last text is far behind the first wanted one.
            if index >= 6_000 { texts.forget(before: Int32(index - 4_000)) }
        }
        try texts.open(into: &centre)
        for index in 0..<count {
            let isThere = index >= count - 1 - 4_000 && index != 8_000
            #expect(centre.text(text(index)) == (isThere ? "văn bản \(index)" : nil), "text \(index)")
        }
    }

    @Test func oneKeyOrBitThatIsWrongIsSaid() throws {
        let folder = try StorageFolder()
        let (sealer, _, all) = try sealed(3, in: folder)
        var changed = all[1]
        changed[20] ^= 1
        // A changed bit, another text's bytes, a text for which there is no key.
        for (bytes, id) in [(changed, 1), (all[0], 1), (all[2], 70_000)] {
            let texts = DeferredTexts(sealer)
            var centre = centre(texts: 3)
            _ = try all[0].withUnsafeBytes { (raw) throws(CodecError) in try texts.open(raw, text(0)) }
            _ = try bytes.withUnsafeBytes { (raw) throws(CodecError) in try texts.open(raw, text(id)) }
            #expect(throws: CodecError.damagedText(text(id))) { try texts.open(into: &centre) }
        }
    }

    @Test func whatIsForgottenIsNotOpenedAgain() throws {
        let folder = try StorageFolder()
        let (sealer, _, all) = try sealed(2, in: folder)
        let texts = DeferredTexts(sealer)
        var centre = centre(texts: 2)
        _ = try all[0].withUnsafeBytes { (raw) throws(CodecError) in try texts.open(raw, text(0)) }
        texts.forget()
        _ = try all[1].withUnsafeBytes { (raw) throws(CodecError) in try texts.open(raw, text(1)) }
        try texts.open(into: &centre)
        #expect(centre.text(text(0)) == nil && centre.text(text(1)) == "văn bản 1")
        centre.restore(text(1), "anders")
        try texts.open(into: &centre)
        #expect(centre.text(text(1)) == "anders")
    }
}
