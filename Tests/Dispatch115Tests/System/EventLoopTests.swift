import Testing

@testable import Dispatch115

@Suite struct EventLoopTests {
    @Test func aCounterWakesItsSetOnceAndIsCleared() throws {
        let (set, wake) = (try EpollSet(), try WakeUp())
        try set.add(wake.descriptor, token: .max - 1, .read)
        var ready: [EpollSet.Ready] = []
        set.wait(into: &ready, milliseconds: 0)
        #expect(ready.isEmpty)
        let thread = try NamedThread("waker") { for _ in 0..<100 { wake.signal() } }
        set.wait(into: &ready, milliseconds: -1)
        #expect(ready.map(\.token) == [.max - 1] && ready[0].interest.contains(.read))
        thread.join()
        wake.clear()
        set.wait(into: &ready, milliseconds: 0)
        #expect(ready.isEmpty)
        wake.signal()
        try set.change(wake.descriptor, token: 7, [])
        set.wait(into: &ready, milliseconds: 0)
        #expect(ready.isEmpty)
        try set.change(wake.descriptor, token: 7, .read)
        set.wait(into: &ready, milliseconds: 0)
        #expect(ready.map(\.token) == [7])
        set.remove(wake.descriptor)
        set.wait(into: &ready, milliseconds: 0)
        #expect(ready.isEmpty)
    }
}
