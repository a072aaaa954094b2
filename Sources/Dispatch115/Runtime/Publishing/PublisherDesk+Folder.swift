// A folder as a destination: each document is a file that appears whole, under the same name for ever.

extension PublisherDesk {
    func writeFiles(_ number: Int, _ now: Timestamp, _ documents: Documents) {
        let destination = destinations[number]
        while let order = takeNext(number, now) {
            switch documents(order, destination) {
            case .moot: settle(order, .moot, now)
            case .unfit(let why): settle(order, .unfit(why), now)
            case .requests(let requests, _):
                let hash = OutgoingRequest.hash(requests)
                if hash == order.lastHash {
                    settle(order, .unchanged(hash: hash), now)
                    continue
                }
                do throws(SystemCallError) {
                    try Files.makeFolder(destination.base)
                    for request in requests {
                        let path = destination.base + "/" + PublisherDesk.fileName(request)
                        try Files.writeAtomically(path, request.body)
                    }
                    settle(order, .accepted(hash: hash), now)
                } catch {
                    settle(order, .cut("\(error)"), now)
                }
            }
        }
    }

    /// Only letters, digits, points, hyphens and underscores; never above the folder.
    static func fileName(_ request: OutgoingRequest) -> String {
        let wanted = request.fileName.isEmpty ? request.path : request.fileName
        let safe = wanted.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": Character(scalar)
            default: "-"
            }
        }
        let name = String(safe.drop { $0 == "." }.prefix(200))
        return name.isEmpty ? "document" : name
    }
}
