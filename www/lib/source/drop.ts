// Files dropped on a page, folders included.

/** As much of a `DataTransfer` as is used. */
export interface Dropped {
  readonly items: Iterable<{ webkitGetAsEntry(): object | null }>;
  readonly files: Iterable<File>;
}

/** Every file of a drop; call it in the event's own turn, for the list is emptied after it. */
export async function filesOf(transfer: Dropped): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => (item.webkitGetAsEntry() as FileSystemEntry | null) ?? []);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map((entry) => walk(entry, "")))).flat();
}

async function walk(entry: FileSystemEntry, folder: string): Promise<File[]> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    // A dropped file does not know its folder, and a manifest's parts are found by it.
    Object.defineProperty(file, "webkitRelativePath", { value: path });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map((child) => walk(child, `${path}/`)))).flat());
  }
}
