// Declared here because Swift's view of glibc leaves out what only _GNU_SOURCE shows.
#include <spawn.h>
#ifdef __linux__
int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned int flags);
enum { renameExchange = 2 };
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
#endif
