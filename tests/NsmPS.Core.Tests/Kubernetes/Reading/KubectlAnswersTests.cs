using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Reading;

/// <summary>kubectl as the judge: what it makes of a text, the reader makes of it too.</summary>
public sealed class KubectlAnswersTests(ITestOutputHelper output) : IDisposable
{
    private static readonly ReadLimits s_limits = ReadLimits.Manifest with { RefusesEqualKeys = false };

    private static readonly string[] s_refusals = ["error: error parsing ", "error: no objects passed"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadAll_EveryForm_IsReadAsKubectlDoes() => AssertAlike("the reader", KubectlAnswers.Alike, Read);

    [Fact]
    public void ReadAll_FormsThatOnlyNsmPSTakes_HaveTheirPlainMeaning() =>
        AssertAlike("the reader", [.. KubectlAnswers.NsmPSOnly.Select(form => (form.Text, (string?)form.Spec))], Read);

    [Fact]
    public async Task Kubectl_OfThisMachine_GivesTheRecordedAnswers()
    {
        Assert.SkipUnless(HasKubectl(), "There is no kubectl on the PATH; its recorded answers are tested without it.");
        var answers = new ConcurrentDictionary<string, JsonNode?[]?>();
        var all = KubectlAnswers.Alike.Select(form => form.Text).Concat(KubectlAnswers.NsmPSOnly.Select(form => form.Text));
        string[] joined = [.. KubectlAnswers.Alike.Where(form => form.Spec is not null && IsPart(form.Text)).Select(form => form.Text)];
        string text = string.Join("---\n", joined.Select(KubectlAnswers.Whole));
        JsonNode?[]? together = await AskAsync("joined", text, TestContext.Current.CancellationToken);
        Assert.Equal(joined.Length, together?.Length);
        for (int i = 0; i < joined.Length; i++)
        {
            answers[joined[i]] = [together![i]];
        }

        await Parallel.ForEachAsync(all.Except(joined).Index(), TestContext.Current.CancellationToken, async (form, token) =>
            answers[form.Item] = await AskAsync($"form{form.Index}", KubectlAnswers.Whole(form.Item), token));

        AssertAlike("kubectl", KubectlAnswers.Alike, text => Shown(answers[text]));
        Assert.All(KubectlAnswers.NsmPSOnly, form => Assert.Null(answers[form.Text]));
    }

    private void AssertAlike(string who, (string Text, string? Spec)[] forms, Func<string, string?> answer)
    {
        string[] others = [.. forms.Select(form => (form.Text, form.Spec, Got: answer(form.Text)))
            .Where(form => !IsSame(form.Spec, form.Got))
            .Select(form => $"{JsonSerializer.Serialize(form.Text)}: expected {form.Spec ?? "a refusal"}, got {form.Got ?? "a refusal"}")];
        output.WriteLine($"{who}: {forms.Length - others.Length} of {forms.Length} the same");
        Assert.True(others.Length == 0, string.Join('\n', others));
    }

    private static bool IsPart(string text) => text.StartsWith("spec", StringComparison.Ordinal);

    private static bool IsSame(string? expected, string? got) =>
        expected is null || got is null ? expected == got : JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(got));

    private static string? Read(string text)
    {
        try
        {
            return Shown([.. DocumentReader.ReadAll(KubectlAnswers.Whole(text), s_limits)]);
        }
        catch (ReadException)
        {
            return null;
        }
    }

    private static string? Shown(JsonNode?[]? objects) => objects switch
    {
        null => null,
        [var only] => only!["spec"]?.ToJsonString() ?? "null",
        _ => $"\"{objects.Length} objects\"",
    };

    private async Task<JsonNode?[]?> AskAsync(string name, string text, CancellationToken cancellationToken)
    {
        string file = Path.Combine(_folder.Path, $"{name}.yaml");
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        using Process kubectl = Start("annotate", "--local", "-f", file, "-o", "json", "x=y");
        Task<string> errors = kubectl.StandardError.ReadToEndAsync(cancellationToken);
        string answer = await kubectl.StandardOutput.ReadToEndAsync(cancellationToken);
        string error = await errors;
        await kubectl.WaitForExitAsync(cancellationToken);

        // Anything but a refusal of the text says nothing about it.
        Assert.True(kubectl.ExitCode == 0 || s_refusals.Any(start => error.StartsWith(start, StringComparison.Ordinal)), $"{kubectl.ExitCode} {error}");
        return kubectl.ExitCode == 0 ? [.. Split(Encoding.UTF8.GetBytes(answer))] : null;
    }

    private static List<JsonNode?> Split(byte[] text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true });
        var values = new List<JsonNode?>();
        while (reader.Read())
        {
            values.Add(JsonNode.Parse(ref reader));
        }

        return values;
    }

    private static bool HasKubectl()
    {
        try
        {
            using Process kubectl = Start("version", "--client");
            kubectl.WaitForExit();
            return kubectl.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("kubectl", arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
    })!;
}
