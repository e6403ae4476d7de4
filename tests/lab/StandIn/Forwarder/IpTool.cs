using System.ComponentModel;
using System.Diagnostics;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Forwarder;

/// <summary>Runs iproute2, which does the netlink work.</summary>
internal static class IpTool
{
    private const string Ip = "/opt/iproute2/ip";
    private const string Enter = "/bin/nsenter";

    /// <summary>One ip command in the node's own namespace.</summary>
    /// <exception cref="LabException">The kernel refused; the message is its reason in lower case.</exception>
    public static Task HostAsync(CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(Ip, arguments, cancellationToken);

    /// <summary>One ip command in the namespace behind <paramref name="path"/>.</summary>
    public static Task InsideAsync(string path, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(Enter, [$"--net={path}", Ip, .. arguments], cancellationToken);

    /// <summary>Sets a value below /proc/sys/net of the namespace behind <paramref name="path"/>.</summary>
    public static Task SetAsync(string path, string name, int value, CancellationToken cancellationToken) =>
        RunAsync(Enter, [$"--net={path}", "sh", "-c", $"echo {value} > /proc/sys/net/{name}"], cancellationToken);

    // As a Go program would say it: the error's name alone, in lower case.
    private static string Reason(string error) => error.Contains("same name exists", StringComparison.Ordinal)
        ? "file exists"
        : error[(error.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim().ToLowerInvariant();

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
                ?? throw new LabException($"cannot start {program}");
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new LabException(Reason(error.Trim()));
            }
        }
        catch (Win32Exception e)
        {
            throw new LabException($"cannot start {program}: {e.Message}", e);
        }
    }
}
