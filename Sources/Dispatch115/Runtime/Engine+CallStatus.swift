// What `status` shows of calls and of the feed that brings them.

extension Engine {
    func addCalls(_ add: Adding) {
        let queue = CallQueue(centre)
        let flooding = queue.floods.reduce(0) { $0 + $1.calls.count }
        add("calls.waiting", "\(queue.waiting.count + flooding)", "cuộc gọi đang reo", "calls that ring")
        add(
            "calls.flooding", "\(flooding)", "trong đó cùng một số gọi dồn",
            "of these, of numbers with many at once")
        add("calls.in-hand", "\(queue.inHand.count)", "cuộc gọi đang nghe", "calls in hand")
        add("calls.callbacks", "\(queue.callbacks.count)", "cuộc chờ gọi lại", "calls to be called back")
        guard let feed = surroundings.calls?.status else { return }
        add("calls.feed-open", "\(feed.open)", "tổng đài đang kết nối", "exchanges connected")
        add("calls.feed-lines", "\(feed.lines)", "dòng từ tổng đài", "lines from the exchange")
        add("calls.feed-bad-lines", "\(feed.badLines)", "dòng bị từ chối", "lines refused")
        add("calls.feed-repeated", "\(feed.repeated)", "dòng gửi lại", "lines that told what was known")
        add(
            "calls.feed-turned-away", "\(feed.turnedAway)", "kết nối bị từ chối vì quá nhiều",
            "connections turned away: too many")
        add(
            "calls.feed-not-allowed", "\(feed.notAllowed)", "kết nối bị từ chối vì không có quyền",
            "connections turned away: account not allowed")
        add(
            "calls.feed-slow-closed", "\(feed.slowClosed)", "đóng vì không đọc trả lời",
            "closed: did not read its answers")
        add(
            "calls.feed-pauses", "\(feed.pauses)", "lần phải chờ vì gửi quá nhanh",
            "times lines had to wait")
    }
}
