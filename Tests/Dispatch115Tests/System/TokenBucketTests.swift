import Testing

@testable import Dispatch115

@Suite struct TokenBucketTests {
    private func taken(_ bucket: inout TokenBucket, at now: Int64, tries: Int = 100) -> Int {
        (0..<tries).count { _ in bucket.take(now) }
    }

    @Test func burstThenRate() {
        var bucket = TokenBucket(perSecond: 10, burst: 40)
        #expect(taken(&bucket, at: 1) == 40)
        #expect(taken(&bucket, at: 1_000_000_001) == 10)
        #expect(taken(&bucket, at: 1_100_000_001) == 1)
        #expect(taken(&bucket, at: .max) == 40)
    }

    @Test func aClockThatStandsOrStepsBackGivesNothing() {
        var bucket = TokenBucket(perSecond: 1, burst: 2)
        #expect(taken(&bucket, at: 5_000_000_000) == 2)
        #expect(taken(&bucket, at: 5_000_000_000) == 0)
        #expect(taken(&bucket, at: .min) == 0)
        #expect(taken(&bucket, at: 6_000_000_000) == 1)
    }

    @Test func whatIsGivenBackIsThereOnceAndNeverMoreThanTheBurst() {
        var bucket = TokenBucket(perSecond: 1, burst: 2)
        bucket.giveBack()
        #expect(taken(&bucket, at: 1) == 2)
        bucket.giveBack()
        #expect(taken(&bucket, at: 1) == 1)
    }
}
