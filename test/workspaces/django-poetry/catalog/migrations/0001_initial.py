from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('author', models.CharField(max_length=200)),
                ('isbn', models.CharField(max_length=13, unique=True, verbose_name='ISBN')),
                ('copies', models.PositiveIntegerField(default=1)),
                ('cover', models.ImageField(blank=True, upload_to='covers/')),
            ],
            options={
                'ordering': ['author', 'title'],
            },
        ),
    ]
