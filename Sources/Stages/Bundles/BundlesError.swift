import LatheCore

/// Why a bundle cannot be read or written.
public enum BundlesError: LatheError, Hashable {
  /// The folder or one of its files cannot be opened.
  case unreadable(file: String, reason: String)
  /// A name leaves the folder, or is a link, a device or another thing that is no plain file.
  case unsafe(file: String, reason: String)
  /// A file, or all together, exceed what the loader accepts.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// A file does not hold what the format asks for.
  case damaged(file: String, reason: String)
  /// A later version of Lathe wrote the bundle.
  case newerFormat(file: String, found: Int, known: Int)
  /// The folder cannot be written.
  case unwritable(file: String, reason: String)
  /// Something that is no bundle stands where the bundle should go.
  case occupied(file: String)
  /// The parts of a bundle to be written contradict each other.
  case inconsistent(reason: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .unreadable(let file, let reason):
      Explanation(
        what: "the bundle cannot be read: \(reason)", place: file,
        remedy: "Check the path and the permissions of the folder and of everything in it.")
    case .unsafe(let file, let reason):
      Explanation(
        what: "the bundle is refused: \(reason)", place: file,
        remedy: "Remove this file, or copy the bundle again from its source.")
    case .tooLarge(let file, let bytes, let limit):
      Explanation(
        what: "\(bytes) is more than the \(limit) that the loader accepts", place: file,
        remedy: "If you trust the bundle, load it with larger BundleLimits.")
    case .damaged(let file, let reason):
      Explanation(
        what: "the bundle is damaged: \(reason)", place: file,
        remedy: "Copy the bundle again from its source, or fit the model again.")
    case .newerFormat(let file, let found, let known):
      Explanation(
        what: "the bundle has format version \(found), and this Lathe reads up to \(known)", place: file,
        remedy: "Update Lathe, or fit the model again with this version.")
    case .unwritable(let file, let reason):
      Explanation(
        what: "the bundle cannot be written: \(reason)", place: file,
        remedy: "Check the free space and the permissions, or choose another place.")
    case .occupied(let file):
      Explanation(
        what: "there is something else than a bundle, and it is left untouched", place: file,
        remedy: "Choose another name, or move it away.")
    case .inconsistent(let reason):
      Explanation(what: "the parts of the bundle do not fit together: \(reason)")
    }
  }

  /// Whether the bundle that was read or the path that was given is the cause.
  public var isBadInput: Bool {
    switch self {
    case .unreadable, .unsafe, .tooLarge, .damaged, .newerFormat, .occupied: true
    case .unwritable, .inconsistent: false
    }
  }

  /// The same error with the bundle's own path before the name of the file.
  func located(in bundle: String) -> BundlesError {
    func place(_ file: String) -> String { file.isEmpty ? bundle : "\(bundle)/\(file)" }
    return switch self {
    case .unreadable(let file, let reason): .unreadable(file: place(file), reason: reason)
    case .unsafe(let file, let reason): .unsafe(file: place(file), reason: reason)
    case .tooLarge(let file, let bytes, let limit):
      .tooLarge(file: place(file), bytes: bytes, limit: limit)
    case .damaged(let file, let reason): .damaged(file: place(file), reason: reason)
    case .newerFormat(let file, let found, let known):
      .newerFormat(file: place(file), found: found, known: known)
    case .unwritable(let file, let reason): .unwritable(file: place(file), reason: reason)
    case .occupied(let file): .occupied(file: place(file))
    case .inconsistent: self
    }
  }
}
