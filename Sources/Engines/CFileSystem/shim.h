// Declared here because Swift's view of glibc leaves out what only _GNU_SOURCE shows.
#ifdef __linux__
int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned int flags);
enum { renameExchange = 2 };
#endif
