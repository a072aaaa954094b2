import Testing

@testable import Dispatch115

/// What `make fuzz` and the changed corpus have found in the reader of events.
@Suite struct CanonicalBytesTests {
    private func decoded(_ bytes: [UInt8]) -> Result<Event, CodecError> {
        bytes.withUnsafeBytes { raw in
            do throws(CodecError) {
                return .success(try EventCodec.decode(raw, sequence: 1, vault: OpenTexts()))
            } catch {
                return .failure(error)
            }
        }
    }

    private func event(_ body: EventBody) -> [UInt8] {
        let event = Event(
            sequence: 1, epoch: 1, at: Timestamp(nanoseconds: 1), actor: Actor(.clock), client: 0, body: body)
        return EventCodec.encode(event, vault: OpenTexts())
    }

    /// It was read as U+FFFD in silence.
    @Test func textThatIsNoUTF8IsRefused() {
        var noted = event(.noted(IncidentID(index: 0), Text(id: TextID(index: 4), content: "ab")))
        noted[noted.count - 1] = 0xFF
        #expect(decoded(noted) == .failure(.damagedText(TextID(index: 4))))
        var station = event(
            .stationDefined(
                StationID(index: 0), number: 1, coordinate: CentreFixture.place(1), name: "ab"))
        station[station.count - 1] = 0xC3
        #expect(decoded(station) == .failure(.bytes(.badValue(field: "text", offset: 44))))
    }

    /// -2 was read as "no text", and written back as -1.
    @Test func noTextIsSaidInOneWay() {
        var call = event(.callReceived(CallID(index: 3), phone: .none))
        #expect((try? decoded(call).get())?.body == .callReceived(CallID(index: 3), phone: .none))
        call[call.count - 1] = 0xFE
        #expect(decoded(call) == .failure(.bytes(.badValue(field: "text id", offset: 32))))
    }
}
