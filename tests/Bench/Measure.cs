using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NsmPS.Bench;

/// <summary>Times things, and prints the medians of several times as the rows of a table.</summary>
internal static class Measure
{
    public static TimeSpan Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed;
    }

    public static double MedianMs(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static void Header() => Console.WriteLine("| what | NsmPS ms | the other ms | ratio |\n|---|---|---|---|");

    public static void Row(string what, List<TimeSpan> ours, List<TimeSpan>? theirs)
    {
        var mine = MedianMs(ours);
        var other = theirs is null ? "" : MedianMs(theirs).ToString("0", CultureInfo.InvariantCulture);
        var ratio = theirs is null ? "" : (mine / MedianMs(theirs)).ToString("0.00", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {mine:0} | {other} | {ratio} |"));
    }

    /// <summary>Runs a program to its end; its output is thrown away, its failure is not.</summary>
    public static TimeSpan Program(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var errors = new StringBuilder();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode == 0
            ? clock.Elapsed
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
    }
}
