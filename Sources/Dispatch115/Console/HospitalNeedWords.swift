// What a hospital can treat, in the words of a line (NEED=pci,child): what the crew says that the patient
// needs.

enum HospitalNeedWords {
    /// Folded, without blanks; the first Vietnamese and the first English one are shown.
    static let table: [(capability: HospitalCapabilities, vi: [String], en: [String])] = [
        (.pci, ["TIM", "MACHVANH", "NMCT"], ["PCI", "STEMI", "HEART"]),
        (.stroke, ["DOTQUY", "TAIBIEN"], ["STROKE"]),
        (.trauma, ["CHANTHUONG"], ["TRAUMA"]),
        (.burns, ["BONG"], ["BURNS", "BURN"]),
        (.pediatrics, ["NHI", "TREEM"], ["CHILD", "CHILDREN"]),
        (.neonatalICU, ["SOSINH"], ["NEWBORN", "NICU"]),
        (.pediatricICU, ["HOISUCNHI"], ["CHILDICU", "PICU"]),
        (.adultICU, ["HOISUC"], ["ICU"]),
        (.obstetrics, ["SAN", "SANKHOA"], ["OBSTETRICS", "BIRTH"]),
        (.dialysis, ["LOCMAU"], ["DIALYSIS"]),
        (.psychiatry, ["TAMTHAN"], ["PSYCHIATRY"]),
        (.isolation, ["CACHLY"], ["ISOLATION"]),
        (.emergencyDepartment, ["CAPCUU"], ["EMERGENCY", "ED", "ER"]),
    ]

    static let unstable = ["GANNHAT", "NEAREST", "NGUYKICH", "UNSTABLE", "NGUNGTIM", "ARREST"]
    static let nothing = ["KHONG", "NONE", "-"]

    /// "pci,child", "nearest", "-"; nil where a word is none of them.
    static func need(_ text: Substring) -> HospitalNeed? {
        var said: HospitalCapabilities = []
        var isUnstable = false
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = LetterFolding.fold(piece).filter { $0 != " " && $0 != "_" }
            if unstable.contains(word) {
                isUnstable = true
            } else if let entry = table.first(where: { $0.vi.contains(word) || $0.en.contains(word) }) {
                said.formUnion(entry.capability)
            } else if !nothing.contains(word) {
                return nil
            }
        }
        var need = HospitalNeed(saying: said, isUnstable: isUnstable)
        need.isStated = true
        return need
    }

    /// For what a line accepts: "tim, dotquy ..." or "pci, stroke ...".
    static func accepted(_ language: Language) -> String {
        let words = table.map { (language == .vi ? $0.vi[0] : $0.en[0]).lowercased() }
        return (words + [language == .vi ? "gannhat" : "nearest", "-"]).joined(separator: ", ")
    }
}
