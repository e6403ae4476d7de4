using System.Globalization;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Reads how a command ended from the status the server sends last. Pure.</summary>
internal static partial class ExecStatus
{
    /// <summary>The exit codes that shells use for a program that is not there or may not be run.</summary>
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    /// <summary>The exit code; null when the command could not be run and the reason is not the program itself.</summary>
    public static int? ExitCode(ApiStatus status)
    {
        if (status.State == "Success")
        {
            return 0;
        }

        if (HasStarted(status))
        {
            ApiStatusCause? cause = status.Causes.FirstOrDefault(cause => cause.Reason == "ExitCode");
            return int.TryParse(cause?.Message, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null;
        }

        return MissingProgram().IsMatch(status.Message) ? NotFound
            : ForbiddenProgram().IsMatch(status.Message) ? NotExecutable
            : null;
    }

    /// <summary>True when the program ran, whatever came of it.</summary>
    public static bool HasStarted(ApiStatus status) => status.State == "Success" || status.Reason == "NonZeroExitCode";

    // runc: exec: "x": executable file not found in $PATH, or exec: "/x": stat /x: no such file or directory; crun: executable file `x` not found.
    [GeneratedRegex("""exec: "[^"]*":.*(not found|no such file or directory)|executable file [`'"][^`'"]*[`'"] not found""", RegexOptions.Singleline)]
    private static partial Regex MissingProgram();

    [GeneratedRegex("""exec: "[^"]*":.*(permission denied|exec format error)|(exec|open) executable.*permission denied""", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex ForbiddenProgram();
}
