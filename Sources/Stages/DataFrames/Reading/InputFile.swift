import Foundation

/// A file to read a table, or a part of one, from.
struct InputFile {
  let path: String
  let bytes: Int

  private static let imageExtensions: Set<String> = [
    "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff",
  ]

  /// The files that `paths` stand for: a folder stands for the files in it, sorted by name, hidden ones left out.
  static func collect(_ paths: [URL]) throws(DataFramesError) -> [InputFile] {
    guard !paths.isEmpty else { throw .noFiles(place: "the list of files") }
    var files: [InputFile] = []
    for url in paths {
      if try isFolder(url.path) {
        files += try filesOfFolder(url.path)
      } else {
        files.append(try file(url.path))
      }
    }
    return files
  }

  private static func isFolder(_ path: String) throws(DataFramesError) -> Bool {
    try status(of: path).st_mode & S_IFMT == S_IFDIR
  }

  /// What the system says about `path`, links followed. Nothing is opened: a pipe would wait for who writes to it.
  private static func status(of path: String) throws(DataFramesError) -> stat {
    var found = stat()
    guard stat(path, &found) == 0 else {
      let number = errno
      guard number != ENOENT, number != ENOTDIR else { throw .fileMissing(path: path) }
      throw .unreadable(path: path, reason: String(cString: strerror(number)))
    }
    return found
  }

  private static func file(_ path: String) throws(DataFramesError) -> InputFile {
    let found = try status(of: path)
    guard found.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a plain file")
    }
    guard found.st_size > 0 else { throw .empty(path: path) }
    return InputFile(path: path, bytes: Int(found.st_size))
  }

  private static func filesOfFolder(_ folder: String) throws(DataFramesError) -> [InputFile] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
    var files: [InputFile] = []
    var folders: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") && !name.hasPrefix("_") {
      let path = (folder as NSString).appendingPathComponent(name)
      if try isFolder(path) { folders.append(path) } else { files.append(try file(path)) }
    }
    let extensions = files.map { ($0.path as NSString).pathExtension.lowercased() }
    if !files.isEmpty && extensions.allSatisfy(imageExtensions.contains)
      || files.isEmpty && folders.contains(where: holdsImages)
    {
      throw .unsupportedFormat(
        path: folder, found: "a folder of images",
        remedy: "Images are not supported yet; give a table.")
    }
    let notes: Set<String> = ["md", "txt", "html", "json", "yaml", "yml"]
    let tables = zip(files, extensions).filter { !notes.contains($1) }.map(\.0)
    guard !tables.isEmpty else { throw .noFiles(place: folder) }
    return tables
  }

  private static func holdsImages(_ folder: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { imageExtensions.contains(($0 as NSString).pathExtension.lowercased()) }
  }
}
