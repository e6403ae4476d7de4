using System.Globalization;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Exec;

/// <summary>The few programs that containers have: <c>sh -c</c> with the scripts of this project, and <c>ip</c>, <c>ping</c>, <c>wget</c>
/// and <c>echo</c>; where there is VPP, <c>vppctl</c>.</summary>
internal sealed class Shell(PodNetworkText network, string? node, WireTable wires, PingProgram ping, VppctlProgram? vppctl,
    WgetProgram wget, Func<string, Task> write, Func<string, Task> complain, Func<CancellationToken, Task<string>> readLine,
    IReadOnlyDictionary<string, string> environment)
{
    public const int NotFound = 127;

    private const string LastCode = "=$?";
    private const string LastJob = "=$!";

    private static readonly string[] s_programs = ["sh", "ash", "bash", "ip", "ping", "echo", "true", WgetProgram.Name];

    /// <summary>Which programs the container has; all where nobody says otherwise.</summary>
    public Func<string, bool> Has { get; init; } = Knows;

    /// <summary>The programs that measure; none where nobody gives them.</summary>
    public TrafficPrograms? Traffic { get; init; }

    public static bool Knows(string program) =>
        program.Split('/')[^1] is var name && (s_programs.Contains(name) || TrafficPrograms.Knows(name));

    public Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken token) =>
        RunAsync(command, new Streams(write, complain), token);

    private async Task<int> RunAsync(IReadOnlyList<string> command, Streams streams, CancellationToken token)
    {
        var arguments = command.Skip(1).ToArray();
        if (Knows(command[0]) && !Has(command[0]))
        {
            return await FailAsync(streams, NotFound, $"sh: {command[0]}: not found\n");
        }

        switch (command[0].Split('/')[^1])
        {
            case "sh" or "ash" or "bash" when arguments is ["-c", _, ..]:
                return await ScriptAsync(arguments[1], arguments[2..], token);
            case "ip":
                return await IpAsync(arguments, streams);
            case "ping" when arguments.Contains(PingProgram.Whole) && !Has(PingProgram.Iputils):
                return await FailAsync(streams, 1, "ping: unrecognized option: M\n");
            case "ping":
                return PingProgram.Parse(arguments) is { } request
                    ? await ping.RunAsync(network, request, streams.Print, token)
                    : await FailAsync(streams, 1, "ping: invalid arguments\n");
            case VppctlProgram.Name when vppctl is not null:
                return await vppctl.RunAsync(network, arguments, streams.Print, token);
            case "echo":
                await streams.Print(string.Join(' ', arguments) + "\n");
                return 0;
            case "true":
                return 0;
            case WgetProgram.Name:
                return WgetProgram.Parse(arguments) is { } fetch
                    ? await wget.RunAsync(network, fetch, streams.Print, streams.Complain, token)
                    : await FailAsync(streams, 1, "wget: bad address\n");
            case var name when Traffic is not null && TrafficPrograms.Knows(name):
                return await Traffic.RunAsync(name, arguments, streams.Print, streams.Complain, token);
            default:
                return await FailAsync(streams, NotFound, $"sh: {command[0]}: not found\n");
        }
    }

    /// <summary>The streams that a command writes to.</summary>
    private sealed record Streams(Func<string, Task> Print, Func<string, Task> Complain);

    private async Task<int> ScriptAsync(string script, string[] parameters, CancellationToken token)
    {
        await using var jobs = new ShellJobs(token);
        var variables = new ShellVariables(parameters, environment, jobs);
        var code = 0;
        foreach (var line in script.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var (next, ends) = await LineAsync(line, variables, code, token);
            code = next;
            if (ends)
            {
                return code;
            }
        }

        return code;
    }

    private async Task<(int Code, bool Ends)> LineAsync(string line, ShellVariables variables, int last, CancellationToken token)
    {
        if (line.EndsWith(LastCode, StringComparison.Ordinal))
        {
            variables.Set(line[..^LastCode.Length], last.ToString(CultureInfo.InvariantCulture));
            return (0, false);
        }

        if (line.EndsWith(LastJob, StringComparison.Ordinal))
        {
            variables.Set(line[..^LastJob.Length], variables.Jobs.Last.ToString(CultureInfo.InvariantCulture));
            return (0, false);
        }

        if (line.EndsWith(" &", StringComparison.Ordinal))
        {
            // What is in brackets waits for the end of the input, and ends the job then: here a job ends with its reader anyway.
            if (!line.StartsWith('('))
            {
                variables.Jobs.Start(ends => WordsAsync(variables.Expand(line[..^2]), variables, StreamsOf(line[..^2]), ends));
            }

            return (0, false);
        }

        // "a && b || c": the next part runs by the result of the one before.
        var code = 0;
        var runs = true;
        foreach (var (operation, text) in ShellVariables.SplitChain(line))
        {
            runs = operation switch { "&&" => code == 0, "||" => code != 0, _ => true };
            if (!runs)
            {
                continue;
            }

            var words = variables.Expand(text);
            var streams = StreamsOf(text);
            if (words is ["exit", ..])
            {
                return (words.Count > 1 && int.TryParse(words[1], out var wanted) ? wanted : last, true);
            }

            code = await WordsAsync(words, variables, streams, token);
        }

        return (code, false);
    }

    private Streams StreamsOf(string text) => new(ShellVariables.IsSilenced(text) ? _ => Task.CompletedTask : write,
        ShellVariables.MergesErrors(text) ? write : complain);

    private async Task<int> WordsAsync(IReadOnlyList<string> words, ShellVariables variables, Streams streams, CancellationToken token)
    {
        switch (words)
        {
            case []:
                return 0;
            case ["read", ..]:
                var names = words.Skip(1).Where(word => word != "-r").ToArray();
                var given = (await readLine(token)).Split(' ', names.Length);
                for (var index = 0; index < names.Length; index++)
                {
                    variables.Set(names[index], given.ElementAtOrDefault(index) ?? "");
                }

                return 0;
            case ["wait", var number] when variables.Jobs.Find(number) is { } job:
                return await job;
            case ["kill", "-0", var number] when variables.Jobs.Find(number) is { } job:
                return job.IsCompleted ? 1 : 0;
            case ["exec" or "kill", ..]:
                return 0;
            case [.., "|", "nc", var target, var port]:
                return await RunAsync(["nc", target, port], streams, token);
            case ["[", "-n", var text, "]"]:
                return text.Length > 0 ? 0 : 1;
            case ["command", "-v", var program]:
                return Has(program) || (program == VppctlProgram.Name && vppctl is not null) ? 0 : NotFound;
            default:
                return await RunAsync(words, streams, token);
        }
    }

    private async Task<int> IpAsync(string[] arguments, Streams streams)
    {
        switch (arguments)
        {
            case ["addr" or "address" or "a", ..]:
                await streams.Print(network.Addresses());
                return 0;
            case ["-6", "route" or "r", ..]:
                await streams.Print(network.Routes6());
                return 0;
            case ["route" or "r", ..]:
                await streams.Print(network.Routes());
                return 0;
            case ["neigh" or "neighbour" or "n", "show", var address]:
                await streams.Print(network.Neighbours(address));
                return 0;
            case ["neigh" or "neighbour" or "n", ..]:
                await streams.Print(network.Neighbours(null));
                return 0;
            case ["link" or "l", "del" or "delete", .., var link]:
                return network.IsHostNetwork && wires.DeleteLeftover(node ?? "", link)
                    ? 0
                    : await FailAsync(streams, 1, $"ip: can't find device '{link}'\n");
            case ["-d", "link", ..]:
                await streams.Print(network.DetailedLinks());
                return 0;
            case ["link" or "l", ..]:
                await streams.Print(network.Links());
                return 0;
            default:
                return await FailAsync(streams, 1, "ip: invalid arguments\n");
        }
    }

    private static async Task<int> FailAsync(Streams streams, int code, string message)
    {
        await streams.Complain(message);
        return code;
    }
}
