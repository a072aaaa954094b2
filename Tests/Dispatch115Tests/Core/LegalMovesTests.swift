import Testing

@testable import Dispatch115

@Suite struct LegalMovesTests {
    /// The whole table, written the other way round: a row per state, what each button leads to.
    /// Order of columns: AK EN AR AP TR AH HO AV.
    static let table: [(AssignmentState, [AssignmentState?])] = [
        (.dispatched, [.acknowledged, .enRoute, .onScene, .atPatient, .transporting, nil, nil, nil]),
        (.acknowledged, [nil, .enRoute, .onScene, .atPatient, .transporting, nil, nil, nil]),
        (.enRoute, [nil, nil, .onScene, .atPatient, .transporting, nil, nil, nil]),
        (.onScene, [nil, nil, nil, .atPatient, .transporting, nil, nil, .completed]),
        (.atPatient, [nil, nil, nil, nil, .transporting, nil, nil, .completed]),
        (.transporting, [nil, nil, nil, nil, .transporting, .atHospital, .handedOver, nil]),
        (.atHospital, [nil, nil, nil, nil, nil, nil, .handedOver, nil]),
        (.handedOver, [nil, nil, nil, nil, nil, nil, nil, .completed]),
        (.completed, [nil, nil, nil, nil, nil, nil, nil, nil]),
        (.cancelled, [nil, nil, nil, nil, nil, nil, nil, nil]),
    ]

    @Test func everyStateAndEveryButton() {
        #expect(LegalMovesTests.table.count == AssignmentState.allCases.count)
        for (state, targets) in LegalMovesTests.table {
            for (button, target) in zip(Button.allCases, targets) {
                #expect(LegalMoves.target(of: button, from: state) == target, "\(button) from \(state)")
            }
        }
    }
}
