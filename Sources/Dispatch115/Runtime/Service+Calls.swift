// Opens the phone exchange's door.

import Glibc

extension Service {
    static func openCalls(_ configuration: Configuration, _ engine: Engine) throws(ServiceError) -> CallFeed {
        let chosen = configuration.calls
        var allowed: Set<UInt32> = [0, geteuid()]
        for name in chosen.accounts.split(separator: ",") {
            let account: Account?
            do { account = try Account.named(String(name)) } catch {
                throw ServiceError("calls.accounts: \(error)")
            }
            guard let account else {
                throw ServiceError("calls.accounts: there is no Unix account \(name) on this machine")
            }
            allowed.insert(account.userID)
        }
        var settings = CallFeed.Settings(path: configuration.callSocketPath, allowedUsers: allowed)
        settings.mode = UInt32(chosen.socketMode)
        settings.maximumConnections = chosen.maximumConnections
        settings.maximumLineBytes = chosen.maximumLineBytes
        settings.maximumLinesPerSecond = chosen.maximumLinesPerSecond
        do {
            let box = engine.box
            let feed = Locked<CallFeed?>(nil)
            let opened = try CallFeed(settings) { input in
                guard !box.put(.perform { $0.take(input) }) else { return }
                feed.with { $0 }?.putOff(input, "too much waits; send it again")
            }
            feed.with { [weak opened] in $0 = opened }
            if !chosen.socketGroup.isEmpty { try Files.give(settings.path, toGroup: chosen.socketGroup) }
            return opened
        } catch {
            throw ServiceError("calls: \(error)")
        }
    }
}
