import Testing

@testable import Dispatch115

@Suite struct ByteWriterTests {
    @Test func networkOrderAndNothingLeftOver() throws {
        var writer = ByteWriter()
        writer.put(UInt16(0xD115))
        writer.put(Int32(-2))
        writer.put(counted: [9, 8])
        #expect(writer.bytes == [0xD1, 0x15, 0xFF, 0xFF, 0xFF, 0xFE, 0, 2, 9, 8])
        try writer.bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            #expect(try reader.get(UInt16.self) == 0xD115)
            #expect(throws: ByteError.leftOver(offset: 2)) { try reader.finish() }
            #expect(try reader.get(Int32.self) == -2)
            #expect(try Array(reader.counted()) == [9, 8])
            try reader.finish()
            #expect(throws: ByteError.tooShort(offset: 10)) { try reader.get(UInt8.self) }
        }
    }
}
