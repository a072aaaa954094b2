// libFuzzer calls here with each input. DISPATCH115_FUZZ names the harness: line, frame, json5 or event. Each
// holds more than "no trap": what is refused is refused readably, what is read is written back to the same bytes.

import Glibc

@testable import Dispatch115

private let chosen = getenv("DISPATCH115_FUZZ").map { String(cString: $0) } ?? "line"
private let key = AuthenticationKey(Array(repeating: 7, count: 32))
private let parser = LineParser()
private let now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: count)
    switch chosen {
    case "line": lines(bytes)
    case "frame": frame(bytes)
    case "json5": json5(bytes)
    case "event": event(bytes)
    default: fatalError("DISPATCH115_FUZZ is line, frame, json5 or event, not \(chosen)")
    }
    return 0
}

/// As the console's door does it: bytes into lines, lines into requests, refusals into text.
private func lines(_ bytes: UnsafeRawBufferPointer) {
    var buffer = LineBuffer(maximumLineBytes: 4_096)
    buffer.append(bytes)
    buffer.append(UnsafeRawBufferPointer(start: newline, count: 1))
    while let line = buffer.next() {
        guard case .whole(let whole) = line else { continue }
        guard case .failure(let error) = parser.parse(whole, now: now).request else { continue }
        for language in Language.allCases {
            let text = Renderer(language).refused(error)
            precondition(!text.isEmpty && !text.hasPrefix("!"), "a refusal says something and is no alert")
            for scalar in text.unicodeScalars where scalar != "\n" {
                precondition(!SafeText.isDangerous(scalar), "a refusal carries U+\(scalar.value)")
            }
            for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
                precondition(part.contains { $0 != " " }, "an empty line would end the answer")
                precondition(SafeText.width(part) <= 80, "\(SafeText.width(part)) columns: \(part)")
            }
        }
    }
}

private nonisolated(unsafe) let newline: UnsafePointer<UInt8> = {
    let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    byte.pointee = 10
    return UnsafePointer(byte)
}()

/// As it is, and with the tag that a thief of the key would set, so that the fields behind it are reached.
private func frame(_ bytes: UnsafeRawBufferPointer) {
    _ = try? UnitReport(bytes, key: key)
    _ = try? DownFrame.claim(bytes)
    let body = bytes.prefix(Frame.reportBodyByteCount)
    guard body.count == Frame.reportBodyByteCount else { return }
    var whole = Array(body)
    whole += key.tag(over: whole).bytes.prefix(Frame.tagByteCount)
    guard let report = try? whole.withUnsafeBytes({ try UnitReport($0, key: key) }) else { return }
    precondition(report.frame(key: key) == whole, "a report that is read is written back to the same bytes")
}

private func json5(_ bytes: UnsafeRawBufferPointer) { _ = try? JSON5Reader.read(Array(bytes)) }

private func event(_ bytes: UnsafeRawBufferPointer) {
    guard let event = try? EventCodec.decode(bytes, sequence: 1, vault: OpenTexts()) else { return }
    let version = bytes.count > 2 ? bytes[2] : 0
    guard version == EventCodec.version(of: EventCodec.type(of: event.body)) else { return }
    precondition(
        EventCodec.encode(event, vault: OpenTexts()).elementsEqual(bytes), "bytes are canonical")
}
