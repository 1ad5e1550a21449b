import Search
import StudyStores

/// Opens the places where studies live.
enum StudyPlaces {
  /// The storage that `text` names.
  ///
  /// - Throws: `SearchError` if it is not understood or cannot be opened.
  @Sendable static func open(_ text: String) throws -> any StudyStorage {
    try StudyStorageLocation(text).open()
  }
}
