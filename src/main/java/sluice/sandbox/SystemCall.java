package sluice.sandbox;

/**
 * Numbers of Linux's system calls on the two processors that the box knows. From kernel 5.x on, new
 * calls have the same number on both.
 */
enum SystemCall {
  // Called by this package.
  CAPGET(125, 90),
  CAPSET(126, 91),
  CLOSE(3, 57),
  CLOSE_RANGE(436, 436),
  DUP3(292, 24),
  FCNTL(72, 25),
  FSTAT(5, 80),
  FTRUNCATE(77, 46),
  GETEUID(107, 175),
  GETPID(39, 172),
  KILL(62, 129),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_RESTRICT_SELF(446, 446),
  MEMFD_CREATE(319, 279),
  MMAP(9, 222),
  MUNMAP(11, 215),
  OPENAT(257, 56),
  PIPE2(293, 59),
  PPOLL(271, 73),
  PRCTL(157, 167),
  PRLIMIT64(302, 261),
  SECCOMP(317, 277),
  WAIT4(61, 260),
  WAITID(247, 95),
  // Filtered by their arguments.
  CLONE(56, 220),
  CLONE3(435, 435),
  IOCTL(16, 29),
  OPEN(2, -1),
  OPENAT2(437, 437),
  SENDMMSG(307, 269),
  SENDMSG(46, 211),
  SENDTO(44, 206),
  SETSOCKOPT(54, 208),
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  TGKILL(234, 131),
  // Other processes and programs.
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  FORK(57, -1),
  IOPRIO_SET(251, 30),
  KCMP(312, 272),
  MIGRATE_PAGES(256, 238),
  MOVE_PAGES(279, 239),
  PIDFD_GETFD(438, 438),
  PIDFD_OPEN(434, 434),
  PIDFD_SEND_SIGNAL(424, 424),
  PROCESS_MADVISE(440, 440),
  PROCESS_MRELEASE(448, 448),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PTRACE(101, 117),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240),
  SCHED_SETAFFINITY(203, 122),
  SCHED_SETATTR(314, 274),
  SCHED_SETPARAM(142, 118),
  SCHED_SETSCHEDULER(144, 119),
  SETPGID(109, 154),
  SETPRIORITY(141, 140),
  SETSID(112, 157),
  TKILL(200, 130),
  VFORK(58, -1),
  // Who it is.
  LSM_SET_SELF_ATTR(460, 460),
  PERSONALITY(135, 92),
  SETFSGID(123, 152),
  SETFSUID(122, 151),
  SETGID(106, 144),
  SETGROUPS(116, 159),
  SETNS(308, 268),
  SETREGID(114, 143),
  SETRESGID(119, 149),
  SETRESUID(117, 147),
  SETREUID(113, 145),
  SETUID(105, 146),
  UNSHARE(272, 97),
  // Files: what Landlock doesn't know of.
  CHMOD(90, -1),
  CHOWN(92, -1),
  CHROOT(161, 51),
  CREAT(85, -1),
  FANOTIFY_INIT(300, 262),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  FCHOWN(93, 55),
  FCHOWNAT(260, 54),
  FILE_SETATTR(469, 469),
  FREMOVEXATTR(199, 16),
  FSCONFIG(431, 431),
  FSETXATTR(190, 7),
  FSMOUNT(432, 432),
  FSOPEN(430, 430),
  FSPICK(433, 433),
  FUTIMESAT(261, -1),
  INOTIFY_ADD_WATCH(254, 27),
  INOTIFY_INIT(253, -1),
  INOTIFY_INIT1(294, 26),
  LCHOWN(94, -1),
  LREMOVEXATTR(198, 15),
  LSETXATTR(189, 6),
  MOUNT(165, 40),
  MOUNT_SETATTR(442, 442),
  MOVE_MOUNT(429, 429),
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  OPEN_TREE(428, 428),
  OPEN_TREE_ATTR(467, 467),
  PIVOT_ROOT(155, 41),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  REMOVEXATTR(197, 14),
  REMOVEXATTRAT(466, 466),
  SETXATTR(188, 5),
  SETXATTRAT(463, 463),
  SYSFS(139, -1),
  TRUNCATE(76, 45),
  UMOUNT2(166, 39),
  USTAT(136, -1),
  UTIME(132, -1),
  UTIMENSAT(280, 88),
  UTIMES(235, -1),
  // Ways to other processes.
  ACCEPT(43, 202),
  ACCEPT4(288, 242),
  LISTEN(50, 201),
  MQ_NOTIFY(244, 184),
  MQ_OPEN(240, 180),
  MQ_UNLINK(241, 181),
  MSGCTL(71, 187),
  MSGGET(68, 186),
  MSGRCV(70, 188),
  MSGSND(69, 189),
  SEMCTL(66, 191),
  SEMGET(64, 190),
  SEMOP(65, 193),
  SEMTIMEDOP(220, 192),
  SHMAT(30, 196),
  SHMCTL(31, 195),
  SHMDT(67, 197),
  SHMGET(29, 194),
  // The whole machine.
  ACCT(163, 89),
  ADJTIMEX(159, 171),
  CLOCK_ADJTIME(305, 266),
  CLOCK_SETTIME(227, 112),
  CREATE_MODULE(174, -1),
  DELETE_MODULE(176, 106),
  FINIT_MODULE(313, 273),
  GET_KERNEL_SYMS(177, -1),
  INIT_MODULE(175, 105),
  IOPERM(173, -1),
  IOPL(172, -1),
  KEXEC_FILE_LOAD(320, 294),
  KEXEC_LOAD(246, 104),
  NFSSERVCTL(180, 42),
  QUERY_MODULE(178, -1),
  REBOOT(169, 142),
  SETDOMAINNAME(171, 162),
  SETHOSTNAME(170, 161),
  SETTIMEOFDAY(164, 170),
  SWAPOFF(168, 225),
  SWAPON(167, 224),
  SYSLOG(103, 116),
  USELIB(134, -1),
  VHANGUP(153, 58),
  // Large parts of the kernel that a decoder has no use for.
  ADD_KEY(248, 217),
  BPF(321, 280),
  IO_CANCEL(210, 3),
  IO_DESTROY(207, 1),
  IO_GETEVENTS(208, 4),
  IO_SETUP(206, 0),
  IO_SUBMIT(209, 2),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  IO_URING_SETUP(425, 425),
  KEYCTL(250, 219),
  LOOKUP_DCOOKIE(212, 18),
  MEMFD_SECRET(447, 447),
  MODIFY_LDT(154, -1),
  PERF_EVENT_OPEN(298, 241),
  REQUEST_KEY(249, 218),
  USERFAULTFD(323, 282);

  /** The highest number given when this table was made; later calls are refused unseen. */
  static final int NEWEST = 469;

  private static final int NONE = -1;

  private final int x86;
  private final int arm;

  SystemCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Whether this processor has it: the older ones were left out of the younger's table. */
  boolean exists() {
    return number() != NONE;
  }

  /** Its number on this processor; negative where it isn't there. */
  int number() {
    return switch (Processor.CURRENT) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
      case OTHER -> NONE;
    };
  }
}
