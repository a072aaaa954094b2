// The slow truth beside the fleet index: a list of positions, looked through whole.

import Geo

struct FleetOracle {
    let projection: LocalProjection
    private(set) var places: [Coordinate?] = []

    init(centre: Coordinate) { projection = LocalProjection(reference: centre) }

    var count: Int { places.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }

    mutating func move(_ id: Int32, to place: Coordinate) {
        while places.count <= Int(id) { places.append(nil) }
        places[Int(id)] = place
    }

    mutating func remove(_ id: Int32) -> Bool {
        guard Int(id) < places.count, places[Int(id)] != nil else { return false }
        places[Int(id)] = nil
        return true
    }

    func contains(_ id: Int32) -> Bool { id >= 0 && Int(id) < places.count && places[Int(id)] != nil }

    private func all(from place: Coordinate, eligible: [UInt8]?) -> [UnitDistance] {
        let origin = projection.point(of: place)
        var answer: [UnitDistance] = []
        for (id, unit) in places.enumerated() {
            guard let unit else { continue }
            if let eligible, id >= eligible.count || eligible[id] == 0 { continue }
            answer.append(
                UnitDistance(
                    id: Int32(id), squaredMetres: projection.point(of: unit).squaredMetres(to: origin)))
        }
        return answer.sorted { ($0.squaredMetres, $0.id) < ($1.squaredMetres, $1.id) }
    }

    func nearest(to place: Coordinate, count: Int, eligible: [UInt8]? = nil) -> [UnitDistance] {
        Array(all(from: place, eligible: eligible).prefix(max(0, count)))
    }

    func within(radiusMetres: Double, of place: Coordinate) -> [UnitDistance] {
        let radius = Float(radiusMetres)
        guard radius >= 0 else { return [] }
        return all(from: place, eligible: nil).filter { $0.squaredMetres <= radius * radius }
    }
}
