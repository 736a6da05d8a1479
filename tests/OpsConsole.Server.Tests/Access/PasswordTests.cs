using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Access;

namespace OpsConsole.Server.Tests.Access;

public sealed class PasswordTests
{
    [Fact]
    public async Task Password_IsHashedSlowly()
    {
        await using var services = new ServiceCollection().AddLogging().AddAccess().BuildServiceProvider();
        using var passwords = new Passwords(new PasswordHasher<AppUser>(services.GetRequiredService<IOptions<PasswordHasherOptions>>()));
        var bytes = Convert.FromBase64String(await passwords.HashAsync("a test's long password", CancellationToken.None));
        // Format 1, HMAC-SHA-512, then the number of rounds.
        Assert.Equal((1, 2), (bytes[0], BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1))));
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)), 210_000, int.MaxValue);
    }

    [Fact]
    public async Task PasswordOfNobody_IsLookedAtAsLongAsAnybodys()
    {
        // How long is measured in bench; here it counts that the same work is done.
        var hasher = new CountingHasher();
        using var passwords = new Passwords(hasher);
        passwords.Prepare();
        await passwords.CheckAsync(null, "something", CancellationToken.None);
        await passwords.CheckAsync(new AppUser { PasswordHash = "x" }, "something", CancellationToken.None);
        await passwords.CheckAsync(new AppUser(), "something", CancellationToken.None);
        Assert.Equal(3, hasher.Verified);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eleven char")]
    public void NewPassword_TooShort_IsRefusedInWords(string? password)
        => Assert.Contains("12 to 256", Passwords.Check(password)!.Detail, StringComparison.Ordinal);

    [Fact]
    public void NewPassword_OfTwelveCharactersOfAnyKind_WillDo()
    {
        Assert.Null(Passwords.Check("twelve chars"));
        Assert.Null(Passwords.Check("正确的马电池订书钉啊一二"));
        Assert.NotNull(Passwords.Check(new string('x', 257)));
    }

    private sealed class CountingHasher : IPasswordHasher<AppUser>
    {
        public int Verified { get; private set; }

        public string HashPassword(AppUser user, string password) => "hash";

        public PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return PasswordVerificationResult.Success;
        }
    }
}
