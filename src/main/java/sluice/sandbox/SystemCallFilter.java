package sluice.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * System calls that a decoder in a JVM has no use for, refused to all threads of this process for
 * good. A list of what is refused, as a JVM's needs change with its version: files and ports are
 * Landlock's, this adds what Landlock doesn't know.
 */
final class SystemCallFilter {
  private static final int SET_FILTER = 1;
  private static final int ALL_THREADS = 1;
  private static final int ASK_ACTION = 2;
  private static final int KILL_PROCESS = 0x8000_0000;

  private static final FilterNode NOT_PERMITTED = FilterNode.fail(Errno.EPERM);
  private static final FilterNode NO_SOCKET = FilterNode.fail(Errno.EACCES);

  /** A thread of the same process. */
  private static final int CLONE_THREAD = 0x0001_0000;

  /** Namespaces of its own. */
  private static final int CLONE_NEW = 0x7e02_0000;

  private static final List<SystemCall> REFUSED =
      List.of(
          // Other processes and programs.
          SystemCall.EXECVE,
          SystemCall.EXECVEAT,
          SystemCall.FORK,
          SystemCall.IOPRIO_SET,
          SystemCall.KCMP,
          SystemCall.MIGRATE_PAGES,
          SystemCall.MOVE_PAGES,
          SystemCall.PIDFD_GETFD,
          SystemCall.PIDFD_OPEN,
          SystemCall.PIDFD_SEND_SIGNAL,
          SystemCall.PROCESS_MADVISE,
          SystemCall.PROCESS_MRELEASE,
          SystemCall.PROCESS_VM_READV,
          SystemCall.PROCESS_VM_WRITEV,
          SystemCall.PTRACE,
          SystemCall.RT_SIGQUEUEINFO,
          SystemCall.RT_TGSIGQUEUEINFO,
          SystemCall.SCHED_SETAFFINITY,
          SystemCall.SCHED_SETATTR,
          SystemCall.SCHED_SETPARAM,
          SystemCall.SCHED_SETSCHEDULER,
          SystemCall.SETPGID,
          SystemCall.SETPRIORITY,
          SystemCall.SETSID,
          SystemCall.TKILL,
          SystemCall.VFORK,
          // Who it is.
          SystemCall.LSM_SET_SELF_ATTR,
          SystemCall.PERSONALITY,
          SystemCall.SETFSGID,
          SystemCall.SETFSUID,
          SystemCall.SETGID,
          SystemCall.SETGROUPS,
          SystemCall.SETNS,
          SystemCall.SETREGID,
          SystemCall.SETRESGID,
          SystemCall.SETRESUID,
          SystemCall.SETREUID,
          SystemCall.SETUID,
          SystemCall.UNSHARE,
          // Files: what Landlock doesn't know of.
          SystemCall.CHMOD,
          SystemCall.CHOWN,
          SystemCall.CHROOT,
          SystemCall.CREAT,
          SystemCall.FANOTIFY_INIT,
          SystemCall.FCHMOD,
          SystemCall.FCHMODAT,
          SystemCall.FCHMODAT2,
          SystemCall.FCHOWN,
          SystemCall.FCHOWNAT,
          SystemCall.FILE_SETATTR,
          SystemCall.FREMOVEXATTR,
          SystemCall.FSCONFIG,
          SystemCall.FSETXATTR,
          SystemCall.FSMOUNT,
          SystemCall.FSOPEN,
          SystemCall.FSPICK,
          SystemCall.FUTIMESAT,
          SystemCall.INOTIFY_ADD_WATCH,
          SystemCall.INOTIFY_INIT,
          SystemCall.INOTIFY_INIT1,
          SystemCall.LCHOWN,
          SystemCall.LREMOVEXATTR,
          SystemCall.LSETXATTR,
          SystemCall.MOUNT,
          SystemCall.MOUNT_SETATTR,
          SystemCall.MOVE_MOUNT,
          SystemCall.NAME_TO_HANDLE_AT,
          SystemCall.OPEN_BY_HANDLE_AT,
          SystemCall.OPEN_TREE,
          SystemCall.OPEN_TREE_ATTR,
          SystemCall.PIVOT_ROOT,
          SystemCall.QUOTACTL,
          SystemCall.QUOTACTL_FD,
          SystemCall.REMOVEXATTR,
          SystemCall.REMOVEXATTRAT,
          SystemCall.SETXATTR,
          SystemCall.SETXATTRAT,
          SystemCall.SYSFS,
          SystemCall.TRUNCATE,
          SystemCall.UMOUNT2,
          SystemCall.USTAT,
          SystemCall.UTIME,
          SystemCall.UTIMENSAT,
          SystemCall.UTIMES,
          // Ways to other processes.
          SystemCall.LISTEN,
          SystemCall.MQ_NOTIFY,
          SystemCall.MQ_OPEN,
          SystemCall.MQ_UNLINK,
          SystemCall.MSGCTL,
          SystemCall.MSGGET,
          SystemCall.MSGRCV,
          SystemCall.MSGSND,
          SystemCall.SEMCTL,
          SystemCall.SEMGET,
          SystemCall.SEMOP,
          SystemCall.SEMTIMEDOP,
          SystemCall.SHMAT,
          SystemCall.SHMCTL,
          SystemCall.SHMDT,
          SystemCall.SHMGET,
          // The whole machine.
          SystemCall.ACCT,
          SystemCall.ADJTIMEX,
          SystemCall.CLOCK_ADJTIME,
          SystemCall.CLOCK_SETTIME,
          SystemCall.CREATE_MODULE,
          SystemCall.DELETE_MODULE,
          SystemCall.FINIT_MODULE,
          SystemCall.GET_KERNEL_SYMS,
          SystemCall.INIT_MODULE,
          SystemCall.IOPERM,
          SystemCall.IOPL,
          SystemCall.KEXEC_FILE_LOAD,
          SystemCall.KEXEC_LOAD,
          SystemCall.NFSSERVCTL,
          SystemCall.QUERY_MODULE,
          SystemCall.REBOOT,
          SystemCall.SETDOMAINNAME,
          SystemCall.SETHOSTNAME,
          SystemCall.SETTIMEOFDAY,
          SystemCall.SWAPOFF,
          SystemCall.SWAPON,
          SystemCall.SYSLOG,
          SystemCall.USELIB,
          SystemCall.VHANGUP,
          // Large parts of the kernel that a decoder has no use for.
          SystemCall.ADD_KEY,
          SystemCall.BPF,
          SystemCall.IO_CANCEL,
          SystemCall.IO_DESTROY,
          SystemCall.IO_GETEVENTS,
          SystemCall.IO_SETUP,
          SystemCall.IO_SUBMIT,
          SystemCall.IO_URING_ENTER,
          SystemCall.IO_URING_REGISTER,
          SystemCall.IO_URING_SETUP,
          SystemCall.KEYCTL,
          SystemCall.LOOKUP_DCOOKIE,
          SystemCall.MEMFD_SECRET,
          SystemCall.MEMFD_CREATE,
          SystemCall.MODIFY_LDT,
          SystemCall.PERF_EVENT_OPEN,
          SystemCall.REQUEST_KEY,
          SystemCall.USERFAULTFD);

  /** Nothing by which it would live on after its parent, or open itself to other processes. */
  private static final List<Integer> PROCESS_CONTROLS =
      List.of(
          ProcessControl.GET_DEATH_SIGNAL,
          ProcessControl.GET_DUMPABLE,
          ProcessControl.SET_NAME,
          ProcessControl.GET_NAME,
          ProcessControl.GET_SECCOMP,
          ProcessControl.READ_BOUNDING_CAPABILITY,
          ProcessControl.SET_TIMER_SLACK,
          ProcessControl.GET_TIMER_SLACK,
          ProcessControl.GET_NO_NEW_PRIVILEGES,
          ProcessControl.GET_HUGE_PAGES_OFF,
          ProcessControl.GET_VECTOR_LENGTH,
          ProcessControl.SET_MEMORY_NAME);

  private SystemCallFilter() {}

  /** 0, or the negative error number where this kernel doesn't filter. */
  static long availability() {
    try (Arena arena = Arena.ofConfined()) {
      return Kernel.call(
          SystemCall.SECCOMP,
          ASK_ACTION,
          0,
          arena.allocateFrom(ValueLayout.JAVA_INT, KILL_PROCESS).address());
    }
  }

  /**
   * Puts the filter in force on all threads; they can't gain privileges by programs any more.
   *
   * @return 0, or a number other than 0 where there is no filter now; negative: an error number
   */
  static long install(boolean sockets, boolean datagrams) {
    try (Arena arena = Arena.ofConfined()) {
      return Kernel.call(
          SystemCall.SECCOMP,
          SET_FILTER,
          ALL_THREADS,
          program(sockets, datagrams).allowingTheRest(arena).address());
    }
  }

  private static FilterProgram program(boolean sockets, boolean datagrams) {
    FilterProgram program = new FilterProgram();
    for (SystemCall call : REFUSED) {
      program.on(call, NOT_PERMITTED);
    }
    addProcess(program, (int) Kernel.call(SystemCall.GETPID));
    addControls(program);
    addTruncation(program);
    if (!sockets) {
      program.on(SystemCall.ACCEPT, NOT_PERMITTED);
      program.on(SystemCall.ACCEPT4, NOT_PERMITTED);
    }
    program.on(SystemCall.SOCKET, sockets ? socket(datagrams) : NO_SOCKET);
    program.on(SystemCall.SOCKETPAIR, socketPair());
    addFastOpen(program);
    return program;
  }

  private static void addProcess(FilterProgram program, int self) {
    program.on(SystemCall.CLONE3, FilterNode.fail(Errno.ENOSYS)); // the C library then uses clone
    program.on(
        SystemCall.CLONE,
        new FilterNode.Question(
            0, CLONE_THREAD | CLONE_NEW, List.of(CLONE_THREAD), FilterNode.ALLOW, NOT_PERMITTED));
    program.on(SystemCall.KILL, FilterNode.when(0, self, FilterNode.ALLOW, NOT_PERMITTED));
    program.on(SystemCall.TGKILL, FilterNode.when(0, self, FilterNode.ALLOW, NOT_PERMITTED));
    program.on(
        SystemCall.PRLIMIT64,
        new FilterNode.Question(0, ~0, List.of(0, self), FilterNode.ALLOW, NOT_PERMITTED));
    program.on(
        SystemCall.PRCTL,
        new FilterNode.Question(0, ~0, PROCESS_CONTROLS, FilterNode.ALLOW, NOT_PERMITTED));
  }

  /**
   * Signals to the owner of a descriptor, who may be anybody; keys typed into a terminal; and what
   * is changed of a file that is only read.
   */
  private static void addControls(FilterProgram program) {
    program.on(
        SystemCall.FCNTL,
        new FilterNode.Question(1, ~0, DescriptorControls.OWNERS, NOT_PERMITTED, FilterNode.ALLOW));
    program.on(
        SystemCall.IOCTL,
        new FilterNode.Question(
            1, ~0, DescriptorControls.DEVICES_REFUSED, NOT_PERMITTED, FilterNode.ALLOW));
  }

  /** Opening that empties a file, which Landlock's first two versions don't see. */
  private static void addTruncation(FilterProgram program) {
    program.on(SystemCall.OPEN, unlessTruncating(1));
    program.on(SystemCall.OPENAT, unlessTruncating(2));
    program.on(SystemCall.OPENAT2, FilterNode.fail(Errno.ENOSYS)); // its flags are in memory
  }

  private static FilterNode unlessTruncating(int flags) {
    return new FilterNode.Question(
        flags, Descriptors.TRUNCATE, List.of(0), FilterNode.ALLOW, NOT_PERMITTED);
  }

  /** TCP in its plain form, as Landlock's ports are of no other; UDP where that is allowed. */
  private static FilterNode socket(boolean datagrams) {
    FilterNode other =
        datagrams
            ? type(SocketNumbers.DATAGRAM, protocol(SocketNumbers.UDP), NO_SOCKET)
            : NO_SOCKET;
    return new FilterNode.Question(
        0,
        ~0,
        SocketNumbers.INTERNET,
        type(SocketNumbers.STREAM, protocol(SocketNumbers.TCP), other),
        NO_SOCKET);
  }

  /** Two connected ends within this process, which the JVM's channels use; they reach no others. */
  private static FilterNode socketPair() {
    return FilterNode.when(
        0, SocketNumbers.UNIX, type(SocketNumbers.STREAM, FilterNode.ALLOW, NO_SOCKET), NO_SOCKET);
  }

  private static FilterNode type(int type, FilterNode then, FilterNode otherwise) {
    return new FilterNode.Question(1, SocketNumbers.TYPE_MASK, List.of(type), then, otherwise);
  }

  private static FilterNode protocol(List<Integer> protocols) {
    return new FilterNode.Question(2, ~0, protocols, FilterNode.ALLOW, NO_SOCKET);
  }

  /** Connecting by sending, which no rule for ports sees. */
  private static void addFastOpen(FilterProgram program) {
    program.on(SystemCall.SENDTO, unlessFastOpen(3));
    program.on(SystemCall.SENDMSG, unlessFastOpen(2));
    program.on(SystemCall.SENDMMSG, unlessFastOpen(3));
    program.on(
        SystemCall.SETSOCKOPT,
        FilterNode.when(
            1,
            SocketNumbers.LEVEL_TCP,
            unlessOption(SocketNumbers.TCP_OPTIONS_REFUSED),
            FilterNode.when(
                1,
                SocketNumbers.LEVEL_SOCKET,
                unlessOption(SocketNumbers.SOCKET_OPTIONS_REFUSED),
                FilterNode.ALLOW)));
  }

  private static FilterNode unlessFastOpen(int flags) {
    return new FilterNode.Question(
        flags, SocketNumbers.FAST_OPEN, List.of(0), FilterNode.ALLOW, NOT_PERMITTED);
  }

  private static FilterNode unlessOption(List<Integer> options) {
    return new FilterNode.Question(2, ~0, options, NOT_PERMITTED, FilterNode.ALLOW);
  }
}
