// Rows of pre-arrival notices and referrals in a snapshot.

extension CentreCodec {
    static func put(_ notice: Notice, _ out: inout FieldWriter) {
        out.put(notice.assignment)
        out.put(notice.incident)
        out.put(notice.hospital)
        out.put(notice.isElectronic)
        out.put(notice.openedAt)
        out.put(notice.dueAt)
        out.put(notice.previous)
        out.put(notice.state)
        out.put(notice.deliveredAt)
        out.put(notice.answeredAt)
        out.put(notice.isByPhone)
        out.put(notice.words)
        out.put(notice.next)
        out.put(notice.keptGoingAt)
        out.put(notice.keptGoing)
        out.put(notice.endedAt)
        out.put(notice.end?.rawValue ?? 0)
        out.put(notice.lastAnswer?.rawValue ?? 0)
        out.put(notice.lateAnswer?.rawValue ?? 0)
        out.put(notice.lateAt)
        out.put(notice.lateWords)
        out.put(notice.version)
    }

    static func notice(_ reader: inout FieldReader) throws(CodecError) -> Notice {
        var notice = Notice(
            assignment: try reader.id(), incident: try reader.id(), hospital: try reader.id(),
            isElectronic: try reader.flag(), openedAt: try reader.time(), dueAt: try reader.time(),
            previous: try reader.id())
        notice.state = try reader.choice()
        notice.deliveredAt = try reader.time()
        notice.answeredAt = try reader.time()
        notice.isByPhone = try reader.flag()
        notice.words = try reader.id()
        notice.next = try reader.alternative()
        notice.keptGoingAt = try reader.time()
        notice.keptGoing = try reader.id()
        notice.endedAt = try reader.time()
        notice.end = NoticeEnd(rawValue: try reader.get())
        notice.lastAnswer = TaskStatus(rawValue: try reader.get())
        notice.lateAnswer = TaskStatus(rawValue: try reader.get())
        notice.lateAt = try reader.time()
        notice.lateWords = try reader.id()
        notice.version = try reader.get()
        return notice
    }

    static func put(_ referral: Referral, _ out: inout FieldWriter) {
        out.put(referral.incident)
        out.put(referral.offeredAt)
        out.put(referral.dueAt)
        out.put(referral.words)
        out.put(referral.previous)
        out.put(referral.state)
        out.put(referral.deliveredAt)
        out.put(referral.acceptedAt)
        out.put(referral.endedAt)
        out.put(referral.withdrawal?.rawValue ?? 0)
        out.put(referral.isByPhone)
        out.put(referral.answer)
        out.put(referral.lateAnswer?.rawValue ?? 0)
        out.put(referral.lateAt)
        out.put(referral.lateWords)
        out.put(referral.version)
    }

    static func referral(_ reader: inout FieldReader) throws(CodecError) -> Referral {
        var referral = Referral(
            incident: try reader.id(), offeredAt: try reader.time(), dueAt: try reader.time(),
            words: try reader.id(), previous: try reader.id())
        referral.state = try reader.choice()
        referral.deliveredAt = try reader.time()
        referral.acceptedAt = try reader.time()
        referral.endedAt = try reader.time()
        referral.withdrawal = ReferralWithdrawal(rawValue: try reader.get())
        referral.isByPhone = try reader.flag()
        referral.answer = try reader.id()
        referral.lateAnswer = TaskStatus(rawValue: try reader.get())
        referral.lateAt = try reader.time()
        referral.lateWords = try reader.id()
        referral.version = try reader.get()
        return referral
    }
}
