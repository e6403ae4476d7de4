using System.Diagnostics;

namespace NsmPS.E2E.World;

/// <summary>How a ping that ran all the time went.</summary>
/// <param name="Client">Whose ping.</param>
/// <param name="Sent">Echo requests from the first that was answered to the last: a later one may have been on its way.</param>
/// <param name="Lost">Those without an answer.</param>
/// <param name="LongestGap">The longest time between two answers.</param>
internal sealed record SteadyPingEnd(string Client, int Sent, int Lost, TimeSpan LongestGap)
{
    public override string ToString() => $"{Client}: {Lost} of {Sent} pings lost, longest gap {LongestGap.TotalMilliseconds:0} ms";
}

/// <summary>A ping out of a client, twenty times a second until it is ended, by kubectl: nothing of the product judges itself.</summary>
internal sealed class SteadyPing : IDisposable
{
    private const string Sequence = "seq=";

    private readonly string _client;
    private readonly Process _process;
    private readonly Task<List<(int Sequence, TimeSpan At)>> _answers;

    private SteadyPing(string client, string address)
    {
        _client = client;
        _process = Tool.Start("kubectl", ["exec", client, "-n", "nsm-system", "--", "ping", "-i", "0.05", address]);
        _answers = ReadAsync();
    }

    /// <summary>Starts one for each row of a connectivity test.</summary>
    public static IReadOnlyList<SteadyPing> Start(IEnumerable<System.Management.Automation.PSObject> rows) =>
        [.. rows.Select(row =>
            new SteadyPing(MeshWorld.Property(row, "Client"), MeshWorld.Property(row, "EndpointAddress").Split('/')[0]))];

    public async Task<SteadyPingEnd> EndAsync()
    {
        _process.Kill();
        var answers = await _answers;
        Assert.True(answers.Count > 1, $"{_client}: {answers.Count} answers");
        var sent = answers[^1].Sequence - answers[0].Sequence + 1;
        return new SteadyPingEnd(_client, sent, sent - answers.Count, answers.Zip(answers.Skip(1), (one, next) => next.At - one.At).Max());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<List<(int Sequence, TimeSpan At)>> ReadAsync()
    {
        var clock = Stopwatch.StartNew();
        var answers = new List<(int, TimeSpan)>();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var start = line.IndexOf(Sequence, StringComparison.Ordinal) + Sequence.Length;
            if (start >= Sequence.Length && line.IndexOf(' ', start) is var end and > 0)
            {
                answers.Add((int.Parse(line.AsSpan(start, end - start), System.Globalization.CultureInfo.InvariantCulture), clock.Elapsed));
            }
        }

        return answers;
    }
}
